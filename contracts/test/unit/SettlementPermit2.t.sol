// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestExactPermit2Proxy} from "../../src/devnet/TestExactPermit2Proxy.sol";
import {TestPermit2} from "../../src/devnet/TestPermit2.sol";
import {TestUptoPermit2Proxy} from "../../src/devnet/TestUptoPermit2Proxy.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Permit2Call} from "../../src/settlement/Permit2Call.sol";
import {Rejection} from "../../src/settlement/Rejection.sol";
import {FaultyToken} from "../lib/FaultyToken.sol";
import {Permit2World} from "../lib/Permit2World.sol";
import {Vm} from "../lib/Vm.sol";

/// @notice Payments by Permit2: what the payer signed is what moves, once, and only through the one whom it named.
contract SettlementPermit2Test is Permit2World {
    uint256 private constant NONCE = 0x1234;

    function test_settlesExactByPermit2() public {
        expect(permitItem(EXACT, NONCE, 1000, 1000), Rejection.NONE);

        assertEq(usdc.balanceOf(address(settlement)), 1000);
        assertEq(usdc.balanceOf(vm.addr(PAYER)), 1e12 - 1000);
        assertEq(settlement.creditOf(HOST, address(usdc)), 700);
        assertEq(settlement.creditOf(OPERATOR, address(usdc)), 200);
        assertEq(settlement.creditOf(POOL, address(usdc)), 40);
        assertEq(settlement.creditOf(TREASURY, address(usdc)), 60);
    }

    function test_settlesWhatOfUptoWasUsed(uint128 cap, uint128 charge) public {
        cap = uint128(bound(cap, 1, 1e12));
        charge = uint128(bound(charge, 0, cap));

        expect(permitItem(UPTO, NONCE, cap, charge), Rejection.NONE);

        assertEq(usdc.balanceOf(address(settlement)), charge);
        assertEq(usdc.balanceOf(vm.addr(PAYER)), 1e12 - charge);
    }

    function test_settlesEverySchemeInOneBatch() public {
        ISettlement.Item[] memory items = new ISettlement.Item[](4);
        items[0] = goodItem("eip3009", 1000);
        items[1] = permitItem(EXACT, 1, 2000, 2000);
        items[2] = permitItem(UPTO, 2, 9000, 3000);
        items[3] = permitItem(UPTO, 3, 9000, 9001);

        (uint8[] memory reasons,) = settle(items);

        assertEq(reasons[0], Rejection.NONE);
        assertEq(reasons[1], Rejection.NONE);
        assertEq(reasons[2], Rejection.NONE);
        assertEq(reasons[3], Rejection.BAD_AMOUNT);
        assertEq(usdc.balanceOf(address(settlement)), 6000);
    }

    function test_settlesAPermitOnce() public {
        ISettlement.Item memory exact = permitItem(EXACT, NONCE, 1000, 1000);
        expect(exact, Rejection.NONE);
        expect(exact, Rejection.ALREADY_SETTLED);
        ISettlement.Item memory upto = permitItem(UPTO, NONCE + 1, 1000, 300);
        expect(upto, Rejection.NONE);
        expect(upto, Rejection.ALREADY_SETTLED);
        // Neither the rest of what was permitted nor the same nonce by the other scheme.
        expect(permitItem(UPTO, NONCE + 1, 1000, 700), Rejection.ALREADY_SETTLED);
        expect(permitItem(EXACT, NONCE + 1, 700, 700), Rejection.ALREADY_SETTLED);

        assertEq(usdc.balanceOf(address(settlement)), 1300);
    }

    function test_reportsAZeroChargeAndMovesNothing() public {
        ISettlement.Item memory item = permitItem(UPTO, NONCE, 1000, 0);
        settleOne(item);
        Vm.Log[] memory logs = vm.getRecordedLogs();

        assertEq(logs.length, 2);
        assertEq(logs[0].topics[0], ISettlement.ReceiptSettled.selector);
        assertEq(logs[0].topics[2], item.receipt.paymentId);
        assertEq(usdc.balanceOf(vm.addr(PAYER)), 1e12);
        assertEq(PERMIT2.nonceBitmap(vm.addr(PAYER), NONCE >> 8), 0);
    }

    function test_chargesNothingMoreAfterAZeroCharge() public {
        expect(permitItem(UPTO, NONCE, 1000, 0), Rejection.NONE);
        expect(permitItem(UPTO, NONCE, 1000, 0), Rejection.ALREADY_SETTLED);
        expect(permitItem(UPTO, NONCE, 1000, 1000), Rejection.ALREADY_SETTLED);
        assertEq(usdc.balanceOf(vm.addr(PAYER)), 1e12);
    }

    function test_rejectsAnAmountThatTheSchemeDoesNotAllow() public {
        expect(permitItem(EXACT, NONCE, 1000, 999), Rejection.BAD_AMOUNT);
        expect(permitItem(EXACT, NONCE, 1000, 1001), Rejection.BAD_AMOUNT);
        expect(permitItem(EXACT, NONCE, 0, 0), Rejection.BAD_AMOUNT);
        expect(permitItem(UPTO, NONCE, 1000, 1001), Rejection.BAD_AMOUNT);
        expect(permitItem(UPTO, NONCE, 0, 0), Rejection.BAD_AMOUNT);
    }

    function test_rejectsACapThatThePayerDidNotSign(uint128 signed, uint128 claimed) public {
        signed = uint128(bound(signed, 1, 1e12));
        claimed = uint128(bound(claimed, 1, 1e12));
        vm.assume(signed != claimed);
        ISettlement.Item memory item = permitItem(UPTO, NONCE, signed, signed);
        item.receipt.cap = claimed;
        item.receipt.charge = claimed;
        signReceipt(item);

        expect(item, Rejection.PAYMENT_FAILED);
        assertEq(usdc.balanceOf(vm.addr(PAYER)), 1e12);
    }

    function test_rejectsAPaymentIdOfAnotherKind() public {
        ISettlement.Item memory item = permitItem(EXACT, NONCE, 1000, 1000);
        item.receipt.paymentId =
            keccak256(abi.encode(uint8(1), block.chainid, item.receipt.asset, item.receipt.payer, NONCE));
        signReceipt(item);
        expect(item, Rejection.BAD_PAYMENT_ID);

        item = goodItem(bytes32(NONCE), 1000);
        item.receipt.paymentId = permitId(item.receipt.payer, NONCE);
        signReceipt(item);
        expect(item, Rejection.BAD_PAYMENT_ID);
    }

    function test_rejectsAPermitForAnotherFacilitator() public {
        ISettlement.Item memory item = permitItem(UPTO, NONCE, 1000, 400);
        item.paymentSignature = signPermit(item, PAYER, Permit2Call.UPTO_PROXY, address(0xfac1));

        (uint8 reason, bytes memory data) = settle(item);

        assertEq(reason, Rejection.PAYMENT_FAILED);
        assertEq(data, abi.encodeWithSelector(TestPermit2.InvalidSigner.selector));
    }

    function test_rejectsAPermitForAnotherSpender() public {
        ISettlement.Item memory item = permitItem(EXACT, NONCE, 1000, 1000);
        item.paymentSignature = signPermit(item, PAYER, Permit2Call.UPTO_PROXY, address(settlement));
        expect(item, Rejection.PAYMENT_FAILED);
    }

    function test_rejectsAPermitOutOfItsTime() public {
        ISettlement.Item memory item = permitItem(UPTO, NONCE, 1000, 400);
        item.validBefore = block.timestamp - 1;
        item.paymentSignature = signPermit(item, PAYER);
        expect(item, Rejection.PAYMENT_FAILED);

        item = permitItem(EXACT, NONCE, 1000, 1000);
        item.validAfter = block.timestamp + 1;
        item.paymentSignature = signPermit(item, PAYER);
        expect(item, Rejection.PAYMENT_FAILED);
    }

    function test_rejectsWithoutAnAllowance() public {
        usdc.mint(vm.addr(0xb0b), 1000);
        ISettlement.Item memory item = permitItem(EXACT, address(usdc), 0xb0b, NONCE, 1000, 1000);
        expect(item, Rejection.PAYMENT_FAILED);
        approve(address(usdc), 0xb0b);
        expect(item, Rejection.NONE);
    }

    function test_nobodyElseChargesAnUptoPermit() public {
        ISettlement.Item memory item = permitItem(UPTO, NONCE, 1000, 400);
        TestPermit2.PermitTransferFrom memory permit =
            TestPermit2.PermitTransferFrom(TestPermit2.TokenPermissions(address(usdc), 1000), NONCE, item.validBefore);
        TestUptoPermit2Proxy.Witness memory witness =
            TestUptoPermit2Proxy.Witness(item.receipt.payTo, address(settlement), 0);

        vm.expectRevert(TestUptoPermit2Proxy.UnauthorizedFacilitator.selector);
        TestUptoPermit2Proxy(Permit2Call.UPTO_PROXY)
            .settle(permit, 1000, item.receipt.payer, witness, item.paymentSignature);
    }

    function test_reportsAnExactPermitThatSomebodyElseSubmitted() public {
        ISettlement.Item memory item = permitItem(EXACT, NONCE, 1000, 1000);
        TestPermit2.PermitTransferFrom memory permit =
            TestPermit2.PermitTransferFrom(TestPermit2.TokenPermissions(address(usdc), 1000), NONCE, item.validBefore);
        TestExactPermit2Proxy.Witness memory witness = TestExactPermit2Proxy.Witness(item.receipt.payTo, 0);
        TestExactPermit2Proxy(Permit2Call.EXACT_PROXY)
            .settle(permit, item.receipt.payer, witness, item.paymentSignature);

        expect(item, Rejection.ALREADY_SETTLED);
        assertEq(usdc.balanceOf(settlement.vaultOf(HOST)), 1000);
        assertEq(usdc.balanceOf(address(settlement)), 0);
    }

    function test_undoesWhatATokenKeptAFeeOf() public {
        FaultyToken token = new FaultyToken();
        token.mint(vm.addr(PAYER), 10_000);
        approve(address(token), PAYER);
        token.set(FaultyToken.Fault.TAKES_A_FEE);

        expect(permitItem(UPTO, address(token), PAYER, NONCE, 2000, 1000), Rejection.SHORT_PAYMENT);
        assertEq(token.balanceOf(vm.addr(PAYER)), 10_000);
        assertEq(PERMIT2.nonceBitmap(vm.addr(PAYER), NONCE >> 8), 0);
    }

    function test_reportsAChainWithoutTheProxies() public {
        vm.etch(Permit2Call.UPTO_PROXY, "");
        expect(permitItem(UPTO, NONCE, 1000, 400), Rejection.SHORT_PAYMENT);
    }

    function test_stillRefusesOtherSchemes(uint8 scheme) public {
        vm.assume(scheme == 0 || scheme > UPTO);
        ISettlement.Item memory item = permitItem(UPTO, NONCE, 1000, 400);
        item.receipt.scheme = scheme;
        signReceipt(item);
        expect(item, Rejection.UNSUPPORTED_SCHEME);
    }

    function expect(ISettlement.Item memory item, uint8 expected) private {
        (uint8 reason,) = settle(item);
        assertEq(reason, expected);
    }

    function settleOne(ISettlement.Item memory item) private {
        ISettlement.Item[] memory items = batch(item);
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraise(items)), 5);
        vm.recordLogs();
        settlement.settle(items, appraise(items), signatures);
    }
}
