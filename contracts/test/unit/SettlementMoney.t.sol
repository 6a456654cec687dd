// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Appraisal} from "../../src/message/Messages.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {BoundedCall} from "../../src/settlement/BoundedCall.sol";
import {HostVault} from "../../src/settlement/HostVault.sol";
import {Rejection} from "../../src/settlement/Rejection.sol";
import {Vaults} from "../../src/settlement/Vaults.sol";
import {FaultyToken} from "../lib/FaultyToken.sol";
import {World} from "../lib/World.sol";

/// @notice Where the money is and who can move it, also when the token is hostile.
contract SettlementMoneyTest is World {
    FaultyToken private faulty;

    function setUp() public override {
        super.setUp();
        faulty = new FaultyToken();
        faulty.mint(vm.addr(PAYER), 1e12);
    }

    function test_keepsMoneyInTheVaultWhenSomebodySubmitsTheAuthorizationFirst() public {
        ISettlement.Item memory item = goodItem("front-run", 1000);
        (uint8 v, bytes32 r, bytes32 s) = parts(item.paymentSignature);
        address vault = settlement.vaultOf(HOST);
        vm.prank(address(0xbad));
        usdc.transferWithAuthorization(
            item.receipt.payer, vault, 1000, item.validAfter, item.validBefore, item.nonce, v, r, s
        );

        (uint8 reason,) = settle(item);
        assertEq(reason, Rejection.ALREADY_SETTLED);
        assertEq(usdc.balanceOf(vault), 1000);
        assertEq(settlement.creditOf(HOST, address(usdc)), 0);

        // Another receipt of the same host moves its own charge only.
        (reason,) = settle(goodItem("next", 700));
        assertEq(reason, Rejection.NONE);
        assertEq(usdc.balanceOf(vault), 1000);
        assertEq(usdc.balanceOf(address(settlement)), 700);
    }

    function test_takesACancelledAuthorizationForNoPayment() public {
        ISettlement.Item memory item = goodItem("cancelled", 1000);
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("CancelAuthorization(address authorizer,bytes32 nonce)"), item.receipt.payer, item.nonce
            )
        );
        bytes memory signature =
            sign(PAYER, keccak256(abi.encodePacked(hex"1901", usdc.DOMAIN_SEPARATOR(), structHash)));
        (uint8 v, bytes32 r, bytes32 s) = parts(signature);
        usdc.cancelAuthorization(item.receipt.payer, item.nonce, v, r, s);

        (uint8 reason,) = settle(item);

        assertEq(reason, Rejection.ALREADY_SETTLED);
        assertEq(settlement.creditOf(HOST, address(usdc)), 0);
    }

    function test_givesEachHostAVaultThatOnlySettlementEmpties() public {
        address vault = settlement.vaultOf(HOST);
        assertTrue(vault != settlement.vaultOf(address(0xb0b)), "hosts have different vaults");
        assertEq(vault.code.length, 0);
        settle(goodItem("first", 1000));
        assertTrue(vault.code.length != 0, "the first sweep deploys the vault");
        usdc.mint(vault, 5000);

        vm.expectRevert(HostVault.HostVaultOnlySettlement.selector);
        HostVault(vault).sweep(IERC20(address(usdc)), 5000);
        vm.prank(HOST);
        vm.expectRevert(HostVault.HostVaultOnlySettlement.selector);
        HostVault(vault).sweep(IERC20(address(usdc)), 5000);
    }

    function test_letsNobodyPullOrSweepFromOutside() public {
        address vault = settlement.vaultOf(HOST);
        vm.expectRevert(ISettlement.SettlementOnlySelf.selector);
        settlement.pull(address(usdc), "", address(usdc), vault, 0);
        vm.expectRevert(ISettlement.SettlementOnlySelf.selector);
        settlement.sweep(HOST, address(usdc), 0);
    }

    function test_paysEachPartyOnce() public {
        settle(goodItem("payout", 10_000));

        vm.prank(HOST);
        assertEq(settlement.withdraw(address(usdc)), 7000);
        assertEq(usdc.balanceOf(HOST), 7000);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.SettlementNothingToWithdraw.selector, HOST, address(usdc)));
        vm.prank(HOST);
        settlement.withdraw(address(usdc));
        vm.prank(OPERATOR);
        assertEq(settlement.withdraw(address(usdc)), 2000);
        vm.prank(POOL);
        assertEq(settlement.withdraw(address(usdc)), 400);
        vm.prank(TREASURY);
        assertEq(settlement.withdraw(address(usdc)), 600);
        assertEq(usdc.balanceOf(address(settlement)), 0);
    }

    function test_sharesAddUpToTheCharge(uint128 charge, uint16 a, uint16 b, uint16 c) public {
        uint128 amount = uint128(bound(charge, 1, 1e12));
        ISettlement.Split memory next = split();
        next.validatorBps = uint16(bound(a, 0, 1500));
        next.treasuryBps = uint16(bound(b, 0, 1500));
        next.operatorBps = uint16(bound(c, 0, 10_000 - next.validatorBps - next.treasuryBps));
        next.hostBps = 10_000 - next.validatorBps - next.treasuryBps - next.operatorBps;
        settlement.setSplit(next);

        settle(goodItem("fuzzed", amount));

        uint256 owed = settlement.creditOf(HOST, address(usdc)) + settlement.creditOf(OPERATOR, address(usdc))
            + settlement.creditOf(POOL, address(usdc)) + settlement.creditOf(TREASURY, address(usdc));
        assertEq(owed, amount);
        assertEq(usdc.balanceOf(address(settlement)), amount);
    }

    function test_letsOnlyTheAuthorityChangeTheSplit() public {
        vm.prank(address(0xbad));
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(0xbad)));
        settlement.setSplit(split());
    }

    function test_refusesASplitThatDoesNotAddUpOrTakesTooMuch() public {
        ISettlement.Split memory next = split();
        next.hostBps -= 1;
        expectBadSplit(next);
        next = split();
        (next.hostBps, next.treasuryBps) = (4000, 3600);
        expectBadSplit(next);
        next = split();
        next.treasury = address(0);
        expectBadSplit(next);
        next = split();
        next.validatorPool = address(0);
        expectBadSplit(next);
    }

    function test_survivesATokenThatReverts() public {
        bytes memory data = expectPaymentFails(FaultyToken.Fault.REVERTS, Rejection.PAYMENT_FAILED);
        assertEq(data, abi.encodeWithSelector(FaultyToken.FaultyTokenRefused.selector));
    }

    function test_survivesATokenThatFloodsUsWithData() public {
        assertEq(expectPaymentFails(FaultyToken.Fault.FLOODS, Rejection.PAYMENT_FAILED).length, 256);
    }

    function test_survivesATokenThatBurnsAllGas() public {
        expectPaymentFails(FaultyToken.Fault.BURNS_GAS, Rejection.PAYMENT_FAILED);
    }

    function test_refusesATokenThatSaysNoAndUndoesWhatItDid() public {
        bytes memory data = expectPaymentFails(FaultyToken.Fault.SAYS_NO, Rejection.PAYMENT_FAILED);
        assertEq(data, abi.encodeWithSelector(ISettlement.SettlementPaymentRefused.selector));
    }

    function test_believesBalancesNotTokens() public {
        bytes memory data = expectPaymentFails(FaultyToken.Fault.LIES, Rejection.SHORT_PAYMENT);
        assertEq(data, abi.encodeWithSelector(ISettlement.SettlementShortPayment.selector, 1000, 0));
    }

    function test_undoesAPaymentThatArrivedShort() public {
        bytes memory data = expectPaymentFails(FaultyToken.Fault.TAKES_A_FEE, Rejection.SHORT_PAYMENT);
        assertEq(data, abi.encodeWithSelector(ISettlement.SettlementShortPayment.selector, 1000, 990));
    }

    /// @dev Each call would succeed from outside, or from a token if nothing stopped it.
    function test_letsNoTokenReenter() public {
        FaultyToken stuck = stuckToken();
        ISettlement.Split memory toToken = split();
        toToken.treasury = address(faulty);
        settlement.setSplit(toToken);
        settle(goodItem("credit of the token", 1000));
        ISettlement.Item memory inner = goodItem("inner", 1000);
        inner.receipt.scheme = 2;
        Appraisal memory appraisal = appraise(batch(inner));
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraisal), 5);
        bytes[] memory calls = new bytes[](5);
        calls[0] = abi.encodeCall(ISettlement.settle, (batch(inner), appraisal, signatures));
        calls[1] = abi.encodeCall(ISettlement.withdraw, (address(usdc)));
        calls[2] = abi.encodeCall(ISettlement.collect, (HOST, OPERATOR, address(stuck)));
        calls[3] = abi.encodeCall(Vaults.pull, (address(usdc), "", address(usdc), HOST, 0));
        calls[4] = abi.encodeCall(Vaults.sweep, (HOST, address(usdc), 0));
        faulty.reenter(address(settlement), calls);

        (uint8 reason,) = settle(goodItem(address(faulty), PAYER, HOST, "outer", 1000));

        assertEq(reason, Rejection.NONE);
        assertEq(faulty.successes(), 0);
        settlement.settle(batch(inner), appraisal, signatures);
        settlement.collect(HOST, OPERATOR, address(stuck));
        vm.prank(address(faulty));
        settlement.withdraw(address(usdc));
    }

    function test_collectsLaterWhatATokenWouldNotMove() public {
        faulty.set(FaultyToken.Fault.STICKS);
        ISettlement.Item[] memory items = new ISettlement.Item[](3);
        items[0] = goodItem(address(faulty), PAYER, HOST, "stuck one", 1000);
        items[1] = goodItem(address(faulty), PAYER, HOST, "stuck two", 500);
        items[2] = goodItem("sound", 2000);

        // The vault has no code before its first sweep, and a sweep that fails leaves none behind.
        (uint8[] memory reasons,) = settle(items);

        assertEq(reasons[0] + reasons[1] + reasons[2], 0);
        assertEq(settlement.creditOf(HOST, address(usdc)), 1400);
        settle(goodItem(address(faulty), PAYER, HOST, "stuck three", 2500));
        assertEq(settlement.creditOf(HOST, address(faulty)), 0);
        ISettlement.Shares memory waiting = settlement.uncollectedOf(HOST, OPERATOR, address(faulty));
        assertEq(waiting.host, 2800);
        assertEq(waiting.operator, 800);
        assertEq(waiting.validators, 160);
        assertEq(waiting.treasury, 240);

        vm.expectRevert(FaultyToken.FaultyTokenRefused.selector);
        settlement.collect(HOST, OPERATOR, address(faulty));
        faulty.set(FaultyToken.Fault.NONE);
        settlement.collect(HOST, OPERATOR, address(faulty));
        assertEq(settlement.creditOf(HOST, address(faulty)), 2800);
        assertEq(settlement.creditOf(TREASURY, address(faulty)), 240);
        assertEq(faulty.balanceOf(address(settlement)), 4000);
        vm.expectRevert(ISettlement.SettlementNothingToCollect.selector);
        settlement.collect(HOST, OPERATOR, address(faulty));
    }

    function test_boundsTheGasOfEachToken() public {
        faulty.set(FaultyToken.Fault.BURNS_GAS);
        ISettlement.Item[] memory items = new ISettlement.Item[](2);
        items[0] = goodItem(address(faulty), PAYER, HOST, "burning", 1000);
        items[1] = goodItem("sound", 2000);
        Appraisal memory appraisal = appraise(items);
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraisal), 5);

        vm.recordLogs();
        settlement.settle{gas: 1_500_000}(items, appraisal, signatures);

        (uint8[] memory reasons,) = outcomes(2);
        assertEq(reasons[0], Rejection.PAYMENT_FAILED);
        assertEq(reasons[1], Rejection.NONE);
    }

    function test_refusesABatchWithTooLittleGasRatherThanFailItsPayments() public {
        ISettlement.Item[] memory items = batch(goodItem("starved", 1000));
        Appraisal memory appraisal = appraise(items);
        bytes[] memory signatures = endorse(settlement.appraisalDigest(appraisal), 5);

        vm.expectRevert(BoundedCall.BoundedCallOutOfGas.selector);
        settlement.settle{gas: 400_000}(items, appraisal, signatures);
    }

    /// @dev A token with a charge that waits to be collected.
    function stuckToken() private returns (FaultyToken stuck) {
        stuck = new FaultyToken();
        stuck.mint(vm.addr(PAYER), 1000);
        stuck.set(FaultyToken.Fault.STICKS);
        settle(goodItem(address(stuck), PAYER, HOST, "stuck", 1000));
        stuck.set(FaultyToken.Fault.NONE);
    }

    function expectPaymentFails(FaultyToken.Fault fault, uint8 expected) private returns (bytes memory) {
        faulty.set(fault);
        ISettlement.Item[] memory items = new ISettlement.Item[](2);
        items[0] = goodItem(address(faulty), PAYER, HOST, "faulty", 1000);
        items[1] = goodItem("sound", 2000);

        (uint8[] memory reasons, bytes[] memory data) = settle(items);

        assertEq(reasons[0], expected);
        assertEq(reasons[1], Rejection.NONE);
        assertEq(faulty.balanceOf(vm.addr(PAYER)), 1e12);
        assertEq(settlement.creditOf(HOST, address(faulty)), 0);
        assertEq(settlement.creditOf(HOST, address(usdc)), 1400);
        return data[0];
    }

    function expectBadSplit(ISettlement.Split memory next) private {
        vm.expectRevert(ISettlement.SettlementBadSplit.selector);
        settlement.setSplit(next);
    }

    function parts(bytes memory signature) private pure returns (uint8 v, bytes32 r, bytes32 s) {
        assembly {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
    }
}
