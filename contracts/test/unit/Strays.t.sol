// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {IStrays} from "../../src/interfaces/IStrays.sol";
import {StrayStatement} from "../../src/message/Messages.sol";
import {Quorum} from "../../src/registry/Quorum.sol";
import {Rejection} from "../../src/settlement/Rejection.sol";
import {FaultyToken} from "../lib/FaultyToken.sol";
import {World} from "../lib/World.sol";

/// @notice Money that reached a vault outside a batch goes to its receipt or back to its payer, once, and by quorum only.
contract StraysTest is World {
    bytes32 private constant TRANSACTION = keccak256("transaction");
    address private constant REFUSED = address(0xdead);

    function test_creditsAStrayAsItsReceiptSays() public {
        ISettlement.Item memory item = strayItem("front-run", 1000);
        StrayStatement memory statement = stateOf(item);
        assertEq(settlement.surplusOf(HOST, address(usdc)), 1000);

        vm.recordLogs();
        credit(item, statement);

        (uint8[] memory reasons,) = outcomes(1);
        assertEq(reasons[0], Rejection.NONE);
        assertEq(settlement.creditOf(HOST, address(usdc)), 700);
        assertEq(settlement.creditOf(OPERATOR, address(usdc)), 200);
        assertEq(settlement.creditOf(POOL, address(usdc)), 40);
        assertEq(settlement.creditOf(TREASURY, address(usdc)), 60);
        assertEq(usdc.balanceOf(address(settlement)), 1000);
        assertEq(settlement.surplusOf(HOST, address(usdc)), 0);
        assertTrue(settlement.isClosed(item.receipt.paymentId), "closed");
    }

    function test_cancelThenClaimGetsNothing() public {
        // Another payer's stray lies in the vault, so the money would be there.
        strayItem("somebody's", 5000);
        ISettlement.Item memory item = goodItem("cancelled", 1000);
        cancel(item);
        (uint8 reason,) = settle(item);
        assertEq(reason, Rejection.ALREADY_SETTLED);

        // No Transfer log names the payment, so no quorum states one; what the host and fewer validators sign is refused.
        StrayStatement memory statement = stateOf(item);
        bytes[] memory few = endorse(settlement.strayDigest(statement), 3);
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 3, 4));
        settlement.creditStray(item.receipt, item.enclaveSignature, statement, few);
        statement.receiptId = 0;
        statement.validBefore = uint64(block.timestamp - 1 days);
        few = endorse(settlement.strayDigest(statement), 3);
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 3, 4));
        settlement.returnStray(statement, few);
        assertEq(settlement.surplusOf(HOST, address(usdc)), 5000);
        assertEq(settlement.creditOf(HOST, address(usdc)), 0);
    }

    function test_aCancelledPaymentIsNotClaimedByAnothersLog() public {
        ISettlement.Item memory real = strayItem("somebody's", 1000);
        credit(real, stateOf(real));
        usdc.mint(settlement.vaultOf(HOST), 1000);
        ISettlement.Item memory item = goodItem("cancelled", 1000);
        cancel(item);

        StrayStatement memory statement = stateOf(item);
        bytes[] memory quorum = endorse(settlement.strayDigest(statement), 5);
        vm.expectRevert(abi.encodeWithSelector(IStrays.StraysLogUsed.selector, TRANSACTION, 7));
        settlement.creditStray(item.receipt, item.enclaveSignature, statement, quorum);
    }

    function test_aPaymentIsCreditedOrReturnedOnce() public {
        ISettlement.Item memory item = strayItem("front-run", 1000);
        usdc.mint(settlement.vaultOf(HOST), 1000);
        StrayStatement memory statement = stateOf(item);
        credit(item, statement);
        bytes memory refusal = abi.encodeWithSelector(IStrays.StraysClosed.selector, item.receipt.paymentId);

        statement.logIndex = 8;
        bytes[] memory quorum = endorse(settlement.strayDigest(statement), 5);
        vm.expectRevert(refusal);
        settlement.creditStray(item.receipt, item.enclaveSignature, statement, quorum);
        statement.receiptId = 0;
        statement.validBefore = uint64(block.timestamp - 1 days);
        quorum = endorse(settlement.strayDigest(statement), 5);
        vm.expectRevert(refusal);
        settlement.returnStray(statement, quorum);

        (uint8 reason,) = settle(item);
        assertEq(reason, Rejection.ALREADY_SETTLED);
        assertEq(settlement.creditOf(HOST, address(usdc)), 700);
    }

    function test_returnsAStrayWithoutReceiptADayAfterItsDeadline() public {
        ISettlement.Item memory item = strayItem("no receipt", 1000);
        StrayStatement memory statement = stateOf(item);
        statement.receiptId = 0;
        uint256 from = item.validBefore + 1 days;
        vm.warp(from - 1);
        statement.statedAt = uint64(block.timestamp);
        bytes[] memory quorum = endorse(settlement.strayDigest(statement), 5);
        vm.expectRevert(abi.encodeWithSelector(IStrays.StraysTooEarly.selector, from));
        settlement.returnStray(statement, quorum);

        vm.warp(from);
        uint256 before = usdc.balanceOf(item.receipt.payer);
        settlement.returnStray(statement, quorum);

        assertEq(usdc.balanceOf(item.receipt.payer) - before, 1000);
        assertEq(usdc.balanceOf(address(settlement)), 0);
        vm.expectRevert(abi.encodeWithSelector(IStrays.StraysClosed.selector, item.receipt.paymentId));
        settlement.returnStray(statement, quorum);
    }

    function test_owesWhatThePayerCannotReceiveNow() public {
        FaultyToken token = new FaultyToken();
        token.mint(vm.addr(PAYER), 1000);
        ISettlement.Item memory item = goodItem(address(token), PAYER, HOST, "refused", 1000);
        token.mint(settlement.vaultOf(HOST), 1000);
        StrayStatement memory statement = stateOf(item);
        statement.receiptId = 0;
        statement.payer = REFUSED;
        statement.validBefore = uint64(block.timestamp - 1 days);
        RefusingToken refusing = new RefusingToken();
        vm.etch(address(token), address(refusing).code);

        settlement.returnStray(statement, endorse(settlement.strayDigest(statement), 5));

        assertEq(settlement.creditOf(REFUSED, address(token)), 1000);
        assertEq(token.balanceOf(address(settlement)), 1000);
    }

    function test_takesNoChargeThatWaitsInTheVault() public {
        FaultyToken token = new FaultyToken();
        token.mint(vm.addr(PAYER), 3000);
        token.set(FaultyToken.Fault.STICKS);
        settle(goodItem(address(token), PAYER, HOST, "waits", 1000));
        token.set(FaultyToken.Fault.NONE);
        token.mint(settlement.vaultOf(HOST), 400);
        assertEq(settlement.surplusOf(HOST, address(token)), 400);

        ISettlement.Item memory item = goodItem(address(token), PAYER, HOST, "stray", 401);
        StrayStatement memory statement = stateOf(item);
        bytes[] memory quorum = endorse(settlement.strayDigest(statement), 5);
        vm.expectRevert(abi.encodeWithSelector(IStrays.StraysAboveSurplus.selector, 401, 400));
        settlement.creditStray(item.receipt, item.enclaveSignature, statement, quorum);

        settlement.collect(HOST, OPERATOR, address(token));
        assertEq(settlement.surplusOf(HOST, address(token)), 400);
        assertEq(settlement.creditOf(HOST, address(token)), 700);
    }

    function test_refusesAStatementThatIsOldOrOfTheFuture() public {
        ISettlement.Item memory item = strayItem("front-run", 1000);
        StrayStatement memory statement = stateOf(item);
        vm.warp(block.timestamp + 2 hours + 1);
        refuses(item, statement, notCurrent(statement));
        statement.statedAt = uint64(block.timestamp + 1);
        refuses(item, statement, notCurrent(statement));
        statement.statedAt = uint64(block.timestamp - 2 hours);
        credit(item, statement);
    }

    function test_refusesWhatReceiptAndStatementDoNotAgreeOn(uint256 which) public {
        ISettlement.Item memory item = strayItem("front-run", 1000);
        StrayStatement memory statement = stateOf(item);
        bytes32 member = [bytes32("receiptId"), "paymentId", "payer", "asset", "payTo", "amount"][which % 6];
        if (member == "receiptId") statement.receiptId = keccak256("other");
        if (member == "paymentId") statement.paymentId = keccak256("other");
        if (member == "payer") statement.payer = address(0xbad);
        if (member == "asset") statement.asset = address(0xbad);
        if (member == "payTo") statement.host = address(0xbad);
        if (member == "amount") statement.amount = 999;
        refuses(item, statement, abi.encodeWithSelector(IStrays.StraysMismatch.selector, member));
    }

    function test_refusesAReturnThatNamesAReceipt() public {
        ISettlement.Item memory item = strayItem("front-run", 1000);
        StrayStatement memory statement = stateOf(item);
        bytes[] memory quorum = endorse(settlement.strayDigest(statement), 5);
        vm.expectRevert(abi.encodeWithSelector(IStrays.StraysMismatch.selector, bytes32("receiptId")));
        settlement.returnStray(statement, quorum);
    }

    function test_refusesOtherSchemes(uint8 scheme) public {
        vm.assume(scheme != 1 && scheme != 2);
        ISettlement.Item memory item = strayItem("front-run", 1000);
        item.receipt.scheme = scheme;
        signReceipt(item);
        refuses(item, stateOf(item), abi.encodeWithSelector(IStrays.StraysMismatch.selector, bytes32("scheme")));
    }

    function test_refusesAnotherKeysSignature() public {
        ISettlement.Item memory item = strayItem("front-run", 1000);
        item.enclaveSignature = sign(0xbad, settlement.receiptId(item.receipt));
        refuses(item, stateOf(item), abi.encodeWithSelector(IStrays.StraysBadSignature.selector));
    }

    function test_afterARevocationOnlyStatementsThatKnowOfItCount() public {
        address key = vm.addr(ENCLAVE);
        ISettlement.Item memory item = strayItem("front-run", 1000);
        StrayStatement memory statement = stateOf(item);
        vm.warp(block.timestamp + 10);
        registry.revoke(key);
        refuses(item, statement, abi.encodeWithSelector(IStrays.StraysKeyNotGood.selector, key));
        statement.statedAt = uint64(block.timestamp);
        credit(item, statement);
    }

    function test_refusesReceiptsOutsideTheKeysEpoch() public {
        ISettlement.Item memory item = strayItem("front-run", 1000);
        item.receipt.issuedAt = uint64(START - 61);
        signReceipt(item);
        bytes memory refusal = abi.encodeWithSelector(IStrays.StraysKeyNotGood.selector, vm.addr(ENCLAVE));
        refuses(item, stateOf(item), refusal);
        item.receipt.issuedAt = uint64(block.timestamp + 1);
        signReceipt(item);
        refuses(item, stateOf(item), refusal);
        item.receipt.issuedAt = uint64(block.timestamp);
        item.receipt.assurance = 3;
        signReceipt(item);
        refuses(item, stateOf(item), refusal);
    }

    /// @dev Somebody else submitted the payment, so the money is in the vault and the nonce is used.
    function strayItem(bytes32 nonce, uint128 amount) private returns (ISettlement.Item memory item) {
        item = goodItem(nonce, amount);
        (uint8 v, bytes32 r, bytes32 s) = parts(item.paymentSignature);
        vm.prank(address(0xbad));
        usdc.transferWithAuthorization(
            item.receipt.payer, item.receipt.payTo, amount, item.validAfter, item.validBefore, nonce, v, r, s
        );
    }

    function cancel(ISettlement.Item memory item) private {
        bytes32 typeHash = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");
        bytes32 structHash = keccak256(abi.encode(typeHash, item.receipt.payer, item.nonce));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", usdc.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER, digest);
        usdc.cancelAuthorization(item.receipt.payer, item.nonce, v, r, s);
    }

    function stateOf(ISettlement.Item memory item) private view returns (StrayStatement memory) {
        return StrayStatement({
            transactionHash: TRANSACTION,
            logIndex: 7,
            paymentId: item.receipt.paymentId,
            receiptId: settlement.receiptId(item.receipt),
            payer: item.receipt.payer,
            host: item.host,
            asset: item.receipt.asset,
            amount: item.receipt.charge,
            validBefore: uint64(item.validBefore),
            statedAt: uint64(block.timestamp)
        });
    }

    function credit(ISettlement.Item memory item, StrayStatement memory statement) private {
        bytes[] memory quorum = endorse(settlement.strayDigest(statement), 5);
        settlement.creditStray(item.receipt, item.enclaveSignature, statement, quorum);
    }

    /// @dev Everybody signs, so that only the named check can stop it.
    function refuses(ISettlement.Item memory item, StrayStatement memory statement, bytes memory refusal) private {
        bytes[] memory quorum = endorse(settlement.strayDigest(statement), 5);
        vm.expectRevert(refusal);
        settlement.creditStray(item.receipt, item.enclaveSignature, statement, quorum);
    }

    function notCurrent(StrayStatement memory statement) private view returns (bytes memory) {
        return abi.encodeWithSelector(IStrays.StraysNotCurrent.selector, statement.statedAt, block.timestamp);
    }

    function parts(bytes memory signature) private pure returns (uint8 v, bytes32 r, bytes32 s) {
        assembly {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
    }
}

/// @notice A token that one account cannot receive, as where it is on a block list.
contract RefusingToken is FaultyToken {
    function _update(address from, address to, uint256 value) internal override {
        if (to == address(0xdead)) revert FaultyTokenRefused();
        super._update(from, to, value);
    }
}
