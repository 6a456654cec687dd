// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Appraisal, EnclaveRegistration} from "../../src/message/Messages.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Quorum} from "../../src/registry/Quorum.sol";
import {Rejection} from "../../src/settlement/Rejection.sol";
import {World} from "../lib/World.sol";

/// @notice The batch as a whole: nothing settles that a quorum did not affirm, and one bad item stops no other.
contract SettlementBatchTest is World {
    function test_settlesTheGoodItemsAroundBadOnes() public {
        ISettlement.Item[] memory items = new ISettlement.Item[](4);
        items[0] = goodItem("good", 1000);
        items[1] = goodItem("good", 1000);
        items[2] = goodItem("over-charged", 1000);
        items[2].receipt.charge = 5000;
        signReceipt(items[2]);
        items[3] = goodItem("wrongly signed", 1000);
        items[3].enclaveSignature = sign(0xbad, settlement.receiptId(items[3].receipt));

        (uint8[] memory reasons,) = settle(items);

        assertEq(reasons[0], Rejection.NONE);
        assertEq(reasons[1], Rejection.ALREADY_SETTLED);
        assertEq(reasons[2], Rejection.BAD_AMOUNT);
        assertEq(reasons[3], Rejection.BAD_SIGNATURE);
        assertEq(usdc.balanceOf(address(settlement)), 1000);
    }

    function test_refusesAnEmptyBatch() public {
        ISettlement.Item[] memory items = new ISettlement.Item[](0);
        Appraisal memory appraisal = Appraisal(bytes32(0), 0, bytes32(0), uint64(START));
        expectRefusal(items, appraisal, 5, abi.encodeWithSelector(ISettlement.SettlementEmptyBatch.selector));
    }

    function test_refusesAnotherCount() public {
        (ISettlement.Item[] memory items, Appraisal memory appraisal) = twoItems();
        appraisal.count = 3;
        expectRefusal(items, appraisal, 5, abi.encodeWithSelector(ISettlement.SettlementCountMismatch.selector, 3, 2));
    }

    function test_refusesAnItemThatWasNotAppraised() public {
        (ISettlement.Item[] memory items, Appraisal memory appraisal) = twoItems();
        items[1] = goodItem("smuggled", 1000);
        bytes32 found = appraise(items).batchRoot;
        expectRefusal(
            items,
            appraisal,
            5,
            abi.encodeWithSelector(ISettlement.SettlementRootMismatch.selector, appraisal.batchRoot, found)
        );
    }

    function test_refusesAnAppraisalOfTheFutureAndOneTooOld() public {
        (ISettlement.Item[] memory items, Appraisal memory appraisal) = twoItems();
        bytes4 selector = ISettlement.SettlementAppraisalNotCurrent.selector;
        appraisal.appraisedAt = uint64(START + 1);
        expectRefusal(items, appraisal, 5, abi.encodeWithSelector(selector, START + 1, START));

        appraisal.appraisedAt = uint64(START);
        vm.warp(START + 2 hours + 1);
        expectRefusal(items, appraisal, 5, abi.encodeWithSelector(selector, START, START + 2 hours + 1));
    }

    function test_refusesLessThanAQuorum() public {
        (ISettlement.Item[] memory items, Appraisal memory appraisal) = twoItems();
        expectRefusal(items, appraisal, 3, abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 3, 4));
        expectRefusal(items, appraisal, 0, abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 0, 4));

        settlement.settle(items, appraisal, endorse(settlement.appraisalDigest(appraisal), 4));
    }

    function test_countsNoValidatorTwice() public {
        (ISettlement.Item[] memory items, Appraisal memory appraisal) = twoItems();
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraisal), 4);
        signatures[3] = signatures[2];
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumUnsortedSigner.selector, vm.addr(validatorKeys[2])));
        settlement.settle(items, appraisal, signatures);
    }

    function test_refusesSignersOutOfOrder() public {
        (ISettlement.Item[] memory items, Appraisal memory appraisal) = twoItems();
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraisal), 4);
        (signatures[0], signatures[1]) = (signatures[1], signatures[0]);
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumUnsortedSigner.selector, vm.addr(validatorKeys[0])));
        settlement.settle(items, appraisal, signatures);
    }

    function test_givesStrangersNoWeight() public {
        (ISettlement.Item[] memory items, Appraisal memory appraisal) = twoItems();
        for (uint256 i = 1; i < validatorKeys.length; ++i) {
            validators.setWeight(vm.addr(validatorKeys[i]), i == 1 ? 9 : 0);
        }
        expectRefusal(items, appraisal, 1, abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 1, 7));
    }

    function test_refusesAMisshapenValidatorSignature() public {
        (ISettlement.Item[] memory items, Appraisal memory appraisal) = twoItems();
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraisal), 5);
        signatures[4] = "";
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumBadSignature.selector, 4));
        settlement.settle(items, appraisal, signatures);
    }

    function test_refusesAnAppraisalForAnotherContract() public {
        (ISettlement.Item[] memory items, Appraisal memory appraisal) = twoItems();
        address elsewhere = address(0xe15e);
        vm.etch(elsewhere, address(settlement).code);
        bytes[] memory signatures = endorse(ISettlement(elsewhere).appraisalDigest(appraisal), 5);
        // The signatures recover to strangers, in whatever order: every refusal is right.
        vm.expectRevert();
        settlement.settle(items, appraisal, signatures);
    }

    function test_judgesWeightsAsOfTheAppraisal() public {
        (ISettlement.Item[] memory items, Appraisal memory appraisal) = twoItems();
        vm.warp(START + 10);
        for (uint256 i = 0; i < validatorKeys.length; ++i) {
            validators.setWeight(vm.addr(validatorKeys[i]), 0);
        }
        settlement.settle(items, appraisal, endorse(settlement.appraisalDigest(appraisal), 5));

        appraisal.appraisedAt = uint64(START + 10);
        expectRefusal(items, appraisal, 5, abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 0, 1));
    }

    function test_settlesABatchWhoseItemsDifferInEverything() public {
        ISettlement.Item[] memory items = new ISettlement.Item[](6);
        for (uint256 i = 0; i < items.length; ++i) {
            address host = address(uint160(0x7000 + i % 2));
            uint256 payer = 0x6000 + i;
            usdc.mint(vm.addr(payer), 1e6);
            items[i] = goodItem(address(usdc), payer, host, keccak256(abi.encode(i)), uint128(100 * (i + 1)));
        }

        (uint8[] memory reasons,) = settle(items);

        for (uint256 i = 0; i < items.length; ++i) {
            assertEq(reasons[i], Rejection.NONE);
        }
        assertEq(settlement.creditOf(address(0x7000), address(usdc)), 630);
        assertEq(settlement.creditOf(address(0x7001), address(usdc)), 840);
        assertEq(settlement.creditOf(OPERATOR, address(usdc)), 420);
        assertEq(usdc.balanceOf(address(settlement)), 2100);
    }

    function test_paysTheOperatorOfEachKey() public {
        uint256 second = 0xe2;
        address operator = address(0x09e5);
        EnclaveRegistration memory message = registration();
        (message.enclaveKey, message.operator) = (vm.addr(second), operator);
        bytes32 digest = registry.registrationDigest(message);
        registry.register(message, sign(second, digest), endorse(digest, 5));
        ISettlement.Item[] memory items = new ISettlement.Item[](3);
        items[0] = goodItem("one", 1000);
        items[1] = goodItem("two", 2000);
        items[1].receipt.enclaveKey = vm.addr(second);
        items[1].enclaveSignature = sign(second, settlement.receiptId(items[1].receipt));
        items[2] = goodItem("three", 4000);

        settle(items);

        assertEq(settlement.creditOf(OPERATOR, address(usdc)), 1000);
        assertEq(settlement.creditOf(operator, address(usdc)), 400);
        assertEq(settlement.creditOf(HOST, address(usdc)), 4900);
    }

    function twoItems() private view returns (ISettlement.Item[] memory items, Appraisal memory appraisal) {
        items = new ISettlement.Item[](2);
        items[0] = goodItem("one", 1000);
        items[1] = goodItem("two", 1000);
        appraisal = appraise(items);
    }

    function expectRefusal(
        ISettlement.Item[] memory items,
        Appraisal memory appraisal,
        uint256 signers,
        bytes memory refusal
    ) private {
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraisal), signers);
        vm.expectRevert(refusal);
        settlement.settle(items, appraisal, signatures);
    }
}
