// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Appraisal} from "../../src/message/Messages.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Rejection} from "../../src/settlement/Rejection.sol";
import {World} from "../lib/World.sol";

/// @notice One item at a time: what settles, and every reason why one does not.
contract SettlementItemTest is World {
    bytes32 private constant NONCE = keccak256("nonce");

    function test_settlesAndSplitsAGoodItem() public {
        ISettlement.Item memory item = goodItem(NONCE, 1003);

        expect(item, Rejection.NONE);

        assertEq(usdc.balanceOf(address(settlement)), 1003);
        assertEq(settlement.creditOf(HOST, address(usdc)), 703);
        assertEq(settlement.creditOf(OPERATOR, address(usdc)), 200);
        assertEq(settlement.creditOf(POOL, address(usdc)), 40);
        assertEq(settlement.creditOf(TREASURY, address(usdc)), 60);
    }

    function test_rejectsAnUnsupportedScheme() public {
        for (uint8 scheme = 0; scheme < 6; ++scheme) {
            if (scheme >= 1 && scheme <= 3) continue;
            ISettlement.Item memory item = goodItem(NONCE, 1000);
            item.receipt.scheme = scheme;
            expectUnpaid(item, Rejection.UNSUPPORTED_SCHEME);
        }
    }

    function test_rejectsAnUnknownKey() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.receipt.enclaveKey = vm.addr(0xbad);
        item.enclaveSignature = sign(0xbad, settlement.receiptId(item.receipt));

        expect(item, Rejection.KEY_NOT_GOOD);
    }

    function test_rejectsAKeyBeforeAndAfterItsEpoch() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.receipt.issuedAt = registration().validFrom - 1;
        expectUnpaid(item, Rejection.KEY_NOT_GOOD);

        vm.warp(registration().validUntil + 10);
        item = goodItem(NONCE, 1000);
        item.receipt.issuedAt = registration().validUntil;
        expectUnpaid(item, Rejection.KEY_NOT_GOOD);
        item.receipt.issuedAt = registration().validUntil - 1;
        signReceipt(item);
        expect(item, Rejection.NONE);
    }

    function test_rejectsWhatARevokedKeyIssuedSince() public {
        registry.revoke(vm.addr(ENCLAVE));
        vm.warp(START + 60);
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.receipt.issuedAt = uint64(START);

        expectUnpaid(item, Rejection.KEY_NOT_GOOD);
    }

    function test_settlesWhatARevokedKeyIssuedBeforeOnlyIfValidatorsKnew() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        ISettlement.Item[] memory items = batch(item);
        Appraisal memory early = appraise(items);
        vm.warp(START + 60);
        registry.revoke(vm.addr(ENCLAVE));

        settleWith(items, early);
        (uint8[] memory reasons,) = outcomes(1);
        assertEq(reasons[0], Rejection.KEY_NOT_GOOD);

        expect(item, Rejection.NONE);
    }

    function test_rejectsAReceiptOfARevokedMeasurementSet() public {
        registry.revokeMeasurementSet(MEASUREMENTS);
        vm.warp(START + 60);
        ISettlement.Item memory item = goodItem(NONCE, 1000);

        expectUnpaid(item, Rejection.KEY_NOT_GOOD);
    }

    function test_rejectsAnotherKeysSignature() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.enclaveSignature = sign(0xbad, settlement.receiptId(item.receipt));

        expect(item, Rejection.BAD_SIGNATURE);
    }

    function test_rejectsAMalleatedAndAMisshapenSignature() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ENCLAVE, settlement.receiptId(item.receipt));
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

        item.enclaveSignature = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? 28 : 27);
        expect(item, Rejection.BAD_SIGNATURE);
        item.enclaveSignature = abi.encodePacked(r, s, v - 27);
        expect(item, Rejection.BAD_SIGNATURE);
        item.enclaveSignature = abi.encodePacked(r, s);
        expect(item, Rejection.BAD_SIGNATURE);
        item.enclaveSignature = "";
        expect(item, Rejection.BAD_SIGNATURE);
    }

    function test_rejectsASignatureForAnotherChainOrContract() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        bytes32 here = settlement.receiptId(item.receipt);
        uint256 chain = block.chainid;

        vm.chainId(chain + 1);
        bytes32 otherChain = settlement.receiptId(item.receipt);
        vm.chainId(chain);
        item.enclaveSignature = sign(ENCLAVE, otherChain);
        assertTrue(otherChain != here, "a receipt id is bound to its chain");
        expect(item, Rejection.BAD_SIGNATURE);

        address elsewhere = address(0xe15e);
        vm.etch(elsewhere, address(settlement).code);
        bytes32 otherContract = ISettlement(elsewhere).receiptId(item.receipt);
        item.enclaveSignature = sign(ENCLAVE, otherContract);
        assertTrue(otherContract != here, "a receipt id is bound to its contract");
        expect(item, Rejection.BAD_SIGNATURE);
    }

    function test_rejectsAReceiptOfTheFutureAndOneTooOld() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.receipt.issuedAt = uint64(START + 1);
        expectUnpaid(item, Rejection.BAD_TIME);

        vm.warp(START + 3 hours);
        item = goodItem(NONCE, 1000);
        item.receipt.issuedAt = uint64(START + 1 hours - 1);
        expectUnpaid(item, Rejection.BAD_TIME);
        item.receipt.issuedAt = uint64(START + 1 hours);
        signReceipt(item);
        expect(item, Rejection.NONE);
    }

    function test_rejectsMoreAssuranceThanTheEpochHas() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.receipt.assurance = 3;
        expectUnpaid(item, Rejection.ASSURANCE_TOO_HIGH);
        item.receipt.assurance = 2;
        signReceipt(item);
        expect(item, Rejection.NONE);
    }

    function test_rejectsAPayeeThatIsNotTheHostsVault() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.host = address(0xbad);
        expectUnpaid(item, Rejection.BAD_PAYEE);

        item = goodItem(NONCE, 1000);
        item.receipt.payTo = HOST;
        expectUnpaid(item, Rejection.BAD_PAYEE);
    }

    function test_rejectsAChargeThatIsNotTheCap() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.receipt.charge = 999;
        expectUnpaid(item, Rejection.BAD_AMOUNT);
        item.receipt.charge = 1001;
        expectUnpaid(item, Rejection.BAD_AMOUNT);
        item.receipt.charge = 0;
        item.receipt.cap = 0;
        expectUnpaid(item, Rejection.BAD_AMOUNT);
    }

    function test_rejectsAnotherPaymentsId() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.receipt.paymentId = keccak256("another payment");
        expectUnpaid(item, Rejection.BAD_PAYMENT_ID);

        item = goodItem(NONCE, 1000);
        item.nonce = keccak256("another nonce");
        expect(item, Rejection.BAD_PAYMENT_ID);
    }

    function test_reportsWhyThePaymentFailed() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.paymentSignature = pay(item, 0xbad);

        (uint8 reason, bytes memory data) = settle(item);

        assertEq(reason, Rejection.PAYMENT_FAILED);
        assertEq(data, abi.encodeWithSignature("ERC3009InvalidSignature()"));
    }

    function test_rejectsAnExpiredAuthorization() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.validBefore = block.timestamp;
        item.paymentSignature = pay(item, PAYER);

        expect(item, Rejection.PAYMENT_FAILED);
    }

    function test_rejectsAnAuthorizationOverAnotherAmount() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.receipt.cap = 2000;
        item.receipt.charge = 2000;

        expectUnpaid(item, Rejection.PAYMENT_FAILED);
    }

    function test_settlesAPaymentOnce() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);

        expect(item, Rejection.NONE);
        expect(item, Rejection.ALREADY_SETTLED);

        assertEq(usdc.balanceOf(address(settlement)), 1000);
        assertEq(usdc.balanceOf(vm.addr(PAYER)), 1e12 - 1000);
    }

    function test_rejectsAnAssetWithoutCode() public {
        ISettlement.Item memory item = goodItem(NONCE, 1000);
        item.receipt.asset = address(0xa55e7);
        item.receipt.paymentId =
            keccak256(abi.encode(uint8(1), block.chainid, address(0xa55e7), item.receipt.payer, uint256(NONCE)));

        expectUnpaid(item, Rejection.PAYMENT_FAILED);
    }

    function expect(ISettlement.Item memory item, uint8 expected) private {
        (uint8 reason,) = settle(item);
        assertEq(reason, expected);
    }

    /// @dev Signs the changed receipt, so that only the named check can stop it.
    function expectUnpaid(ISettlement.Item memory item, uint8 expected) private {
        uint256 before = usdc.balanceOf(vm.addr(PAYER));
        signReceipt(item);
        expect(item, expected);
        assertEq(usdc.balanceOf(vm.addr(PAYER)), before);
    }

    function settleWith(ISettlement.Item[] memory items, Appraisal memory appraisal) private {
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraisal), 5);
        vm.recordLogs();
        settlement.settle(items, appraisal, signatures);
    }
}
