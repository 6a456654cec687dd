// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositCollector} from "../../src/interfaces/IDepositCollector.sol";
import {IBatchSettlement} from "../../src/interfaces/IBatchSettlement.sol";
import {BatchSettlement} from "../../src/channel/BatchSettlement.sol";
import {ChannelWorld} from "../lib/ChannelWorld.sol";
import {ContractPayer} from "../lib/ContractPayer.sol";

/// @notice The channel contract behaves as x402's.
contract ChannelsTest is ChannelWorld {
    uint256 private constant AUTHORIZER = 0xa07;
    address private constant RECEIVER = address(0x4ece);

    IBatchSettlement.ChannelConfig private c;
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        c = config(PAYER);
        c.receiver = RECEIVER;
        c.receiverAuthorizer = vm.addr(AUTHORIZER);
        id = channels.getChannelId(c);
        deposit(c, PAYER, DEPOSIT, DEPOSIT);
    }

    function test_depositsArriveInTheChannelThatThePayerSigned() public {
        assertState(DEPOSIT, 0);
        assertEq(usdc.balanceOf(address(channels)), DEPOSIT);
        bytes memory data = authorize(id, PAYER, 500, 77);
        IBatchSettlement.ChannelConfig memory other = c;
        other.receiver = address(0xbad);
        vm.expectRevert();
        channels.deposit(other, 500, address(collector), data);
        c.receiver = RECEIVER;
        vm.expectRevert();
        channels.deposit(c, 501, address(collector), data);
        channels.deposit(c, 500, address(collector), data);
        assertState(DEPOSIT + 500, 0);
        vm.expectRevert();
        channels.deposit(c, 500, address(collector), data);
    }

    function test_onlyChannelsUseTheCollector() public {
        bytes memory data = authorize(id, PAYER, 500, 77);
        vm.expectRevert(abi.encodeWithSelector(IDepositCollector.DepositCollectorOnlyChannels.selector, address(this)));
        collector.collect(vm.addr(PAYER), address(usdc), 500, id, data);
    }

    function test_whatDidNotArriveIsNotDeposited(uint128 amount) public {
        amount = uint128(bound(amount, 1, type(uint128).max - DEPOSIT));
        address lazy = address(new LazyCollector());
        vm.expectRevert(IBatchSettlement.DepositCollectionFailed.selector);
        channels.deposit(c, amount, lazy, "");
        vm.expectRevert(IBatchSettlement.InvalidCollector.selector);
        channels.deposit(c, amount, address(0), "");
        vm.expectRevert(IBatchSettlement.ZeroDeposit.selector);
        channels.deposit(c, 0, address(collector), "");
        vm.expectRevert(IBatchSettlement.DepositOverflow.selector);
        channels.deposit(c, type(uint128).max - DEPOSIT + 1, address(collector), "");
    }

    function test_unusableChannelsTakeNoMoney(uint256 what) public {
        what = bound(what, 0, 5);
        IBatchSettlement.ChannelConfig memory bad = c;
        bytes4 expected = IBatchSettlement.InvalidChannel.selector;
        if (what == 0) bad.payer = address(0);
        if (what == 1) bad.receiver = address(0);
        if (what == 2) bad.receiverAuthorizer = address(0);
        if (what == 3) bad.token = address(0);
        if (what == 4) bad.withdrawDelay = 15 minutes - 1;
        if (what == 5) bad.withdrawDelay = 30 days + 1;
        if (what > 3) expected = IBatchSettlement.WithdrawDelayOutOfRange.selector;
        vm.expectRevert(expected);
        channels.deposit(bad, 1, address(collector), "");
    }

    function test_claimsGrowAndNeverRepeat() public {
        claim(signed(300, 100));
        claim(signed(300, 300));
        claim(signed(300, 300));
        claim(signed(300, 200));
        assertState(DEPOSIT, 300);
        channels.settle(RECEIVER, address(usdc));
        assertEq(usdc.balanceOf(RECEIVER), 300);
        channels.settle(RECEIVER, address(usdc));
        assertEq(usdc.balanceOf(RECEIVER), 300);
        (uint128 claimed, uint128 settled) = channels.receivers(RECEIVER, address(usdc));
        assertEq(claimed, settled);
    }

    function test_claimsStayBelowVoucherAndBalance() public {
        IBatchSettlement.VoucherClaim[] memory rows = signed(300, 301);
        expect(IBatchSettlement.ClaimExceedsCeiling.selector, rows);
        rows = signed(DEPOSIT + 1, DEPOSIT + 1);
        expect(IBatchSettlement.ClaimExceedsBalance.selector, rows);
        rows = signed(300, 300);
        rows[0].voucher.maxClaimableAmount = 301;
        expect(IBatchSettlement.InvalidSignature.selector, rows);
        rows = new IBatchSettlement.VoucherClaim[](0);
        expect(IBatchSettlement.EmptyBatch.selector, rows);
        rows = signed(1, 1);
        vm.expectRevert(IBatchSettlement.NotAuthorizedToClaim.selector);
        channels.claim(rows);
    }

    function test_vouchersOfOtherChainsAndChannelsAreWorthNothing() public {
        IBatchSettlement.VoucherClaim[] memory rows = signed(300, 300);
        rows[0].voucher.channel.salt = bytes32(uint256(1));
        deposit(rows[0].voucher.channel, PAYER, 400, 400);
        expect(IBatchSettlement.InvalidSignature.selector, rows);
        rows = signed(300, 300);
        vm.chainId(1);
        vm.startPrank(RECEIVER);
        // Another chain: another channel, which holds nothing.
        vm.expectRevert(IBatchSettlement.ClaimExceedsBalance.selector);
        channels.claim(rows);
    }

    function test_anybodyClaimsWithTheAuthorizersSignature() public {
        IBatchSettlement.VoucherClaim[] memory rows = signed(300, 250);
        bytes32 digest = channels.getClaimBatchDigest(rows);
        bytes memory wrong = sign(PAYER, digest);
        vm.expectRevert(IBatchSettlement.InvalidSignature.selector);
        channels.claimWithSignature(rows, wrong);
        channels.claimWithSignature(rows, sign(AUTHORIZER, digest));
        assertState(DEPOSIT, 250);

        IBatchSettlement.VoucherClaim[] memory mixed = new IBatchSettlement.VoucherClaim[](2);
        mixed[0] = signed(300, 300)[0];
        mixed[1] = voucher(PAYER, 1, 1);
        bytes memory good = sign(AUTHORIZER, channels.getClaimBatchDigest(mixed));
        vm.expectRevert(IBatchSettlement.NotReceiverAuthorizer.selector);
        channels.claimWithSignature(mixed, good);
    }

    function test_contractsPayByTheirOwnRules() public {
        ContractPayer wallet = new ContractPayer(vm.addr(PAYER));
        c.payer = address(wallet);
        c.payerAuthorizer = address(0);
        id = channels.getChannelId(c);
        LazyCollector direct = new LazyCollector();
        usdc.mint(address(direct), 900);
        channels.deposit(c, 900, address(direct), abi.encode(uint256(900)));
        IBatchSettlement.VoucherClaim[] memory rows = signed(300, 300);
        rows[0].signature = abi.encodePacked(rows[0].signature, vm.addr(PAYER));
        claim(rows);
        assertState(900, 300);
        // Its owner's bare signature is not the wallet's.
        rows = signed(400, 400);
        expect(IBatchSettlement.InvalidSignature.selector, rows);
    }

    function test_thePayerGetsOutAfterTheDelay() public {
        claim(signed(300, 100));
        vm.startPrank(vm.addr(PAYER));
        vm.expectRevert(IBatchSettlement.WithdrawalNotPending.selector);
        channels.finalizeWithdraw(c);
        vm.expectRevert(IBatchSettlement.WithdrawAmountExceedsAvailable.selector);
        channels.initiateWithdraw(c, DEPOSIT - 99);
        vm.expectRevert(IBatchSettlement.NothingToWithdraw.selector);
        channels.initiateWithdraw(c, 0);
        channels.initiateWithdraw(c, DEPOSIT - 100);
        vm.expectRevert(IBatchSettlement.WithdrawalAlreadyPending.selector);
        channels.initiateWithdraw(c, 1);
        vm.warp(block.timestamp + 1 days - 1);
        vm.expectRevert(IBatchSettlement.WithdrawDelayNotElapsed.selector);
        channels.finalizeWithdraw(c);
        vm.stopPrank();
        // What the receiver claims meanwhile is its own.
        claim(signed(300, 300));
        vm.warp(block.timestamp + 1);
        vm.expectRevert(IBatchSettlement.NotAuthorizedToFinalizeWithdraw.selector);
        channels.finalizeWithdraw(c);
        uint256 before = usdc.balanceOf(vm.addr(PAYER));
        vm.startPrank(vm.addr(PAYER));
        channels.finalizeWithdraw(c);
        assertEq(usdc.balanceOf(vm.addr(PAYER)) - before, DEPOSIT - 300);
        assertState(300, 300);
        vm.stopPrank();
        vm.expectRevert(IBatchSettlement.InvalidChannel.selector);
        channels.initiateWithdraw(c, 1);
    }

    function test_refundsAreTheReceiversDecision() public {
        claim(signed(300, 100));
        vm.expectRevert(IBatchSettlement.NotAuthorizedToRefund.selector);
        channels.refund(c, 1);
        vm.startPrank(vm.addr(PAYER));
        channels.initiateWithdraw(c, 500);
        vm.stopPrank();
        bytes32 digest = channels.getRefundDigest(id, 0, 400);
        uint256 before = usdc.balanceOf(vm.addr(PAYER));
        channels.refundWithSignature(c, 400, 0, sign(AUTHORIZER, digest));
        assertEq(usdc.balanceOf(vm.addr(PAYER)) - before, 400);
        (uint128 waiting,) = channels.pendingWithdrawals(id);
        assertEq(waiting, 100);
        bytes memory again = sign(AUTHORIZER, digest);
        vm.expectRevert(IBatchSettlement.InvalidRefundNonce.selector);
        channels.refundWithSignature(c, 400, 0, again);
        vm.expectRevert(IBatchSettlement.InvalidSignature.selector);
        channels.refundWithSignature(c, 400, 1, again);

        vm.startPrank(RECEIVER);
        vm.expectRevert(IBatchSettlement.ZeroRefund.selector);
        channels.refund(c, 0);
        channels.refund(c, DEPOSIT);
        assertState(100, 100);
        (waiting,) = channels.pendingWithdrawals(id);
        assertEq(waiting, 0);
        // Nothing is left, and the nonce is used up all the same.
        channels.refund(c, 1);
        assertEq(channels.refundNonce(id), 3);
    }

    function test_isSettledInOneCall() public {
        IBatchSettlement.VoucherClaim[] memory rows = signed(300, 300);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(
            IBatchSettlement.claimWithSignature, (rows, sign(AUTHORIZER, channels.getClaimBatchDigest(rows)))
        );
        calls[1] = abi.encodeCall(IBatchSettlement.settle, (RECEIVER, address(usdc)));
        BatchSettlement(address(channels)).multicall(calls);
        assertEq(usdc.balanceOf(RECEIVER), 300);
    }

    /// @dev Signed by whoever the channel names.
    function signed(uint128 most, uint128 total) private view returns (IBatchSettlement.VoucherClaim[] memory rows) {
        rows = new IBatchSettlement.VoucherClaim[](1);
        rows[0].voucher.channel = c;
        rows[0].voucher.maxClaimableAmount = most;
        rows[0].totalClaimed = total;
        rows[0].signature = sign(PAYER, channels.getVoucherDigest(id, most));
    }

    function claim(IBatchSettlement.VoucherClaim[] memory rows) private {
        vm.prank(RECEIVER);
        channels.claim(rows);
    }

    function expect(bytes4 selector, IBatchSettlement.VoucherClaim[] memory rows) private {
        vm.startPrank(RECEIVER);
        vm.expectRevert(selector);
        channels.claim(rows);
        vm.stopPrank();
    }

    function assertState(uint128 balance, uint128 totalClaimed) private view {
        (uint128 holds, uint128 claimed) = channels.channels(id);
        assertEq(holds, balance);
        assertEq(claimed, totalClaimed);
    }
}

/// @notice Brings its own money, as much as it is told to.
contract LazyCollector is IDepositCollector {
    function collect(address, address token, uint256, bytes32, bytes calldata data) external {
        if (data.length != 0) Transfers(token).transfer(msg.sender, abi.decode(data, (uint256)));
    }
}

interface Transfers {
    function transfer(address to, uint256 amount) external returns (bool);
}
