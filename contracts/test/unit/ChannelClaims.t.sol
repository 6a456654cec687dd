// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {Roles} from "../../src/governance/Roles.sol";
import {IBatchSettlement} from "../../src/interfaces/IBatchSettlement.sol";
import {IChannelClaims} from "../../src/interfaces/IChannelClaims.sol";
import {IChannelMoney} from "../../src/interfaces/IChannelMoney.sol";
import {Receipt} from "../../src/message/Messages.sol";
import {Quorum} from "../../src/registry/Quorum.sol";
import {ChannelWorld} from "../lib/ChannelWorld.sol";
import {SumTree} from "../lib/SumTree.sol";
import {Vm} from "../lib/Vm.sol";

/// @notice Channels are claimed against receipts under one signed root, exactly once and exactly their sum.
contract ChannelClaimsTest is ChannelWorld {
    uint256 private constant OTHER = 0xb0b;

    function setUp() public override {
        super.setUp();
        deposit(PAYER, DEPOSIT);
        deposit(OTHER, DEPOSIT);
    }

    function test_splitsWhatAllChannelsCharge() public {
        IChannelClaims.Commitment memory made = both(100, 30);
        claims.commit(made);

        // 3 receipts of 100 and 2 of 30.
        assertEq(made.root.sum, 360);
        assertEq(made.root.count, 5);
        assertEq(claimedOf(PAYER), 300);
        assertEq(claimedOf(OTHER), 60);
        assertEq(settlement.creditOf(HOST, address(usdc)), 253);
        assertEq(settlement.creditOf(OPERATOR, address(usdc)), 72);
        assertEq(settlement.creditOf(POOL, address(usdc)), 14);
        assertEq(settlement.creditOf(TREASURY, address(usdc)), 21);
        assertEq(usdc.balanceOf(address(settlement)), 360);
        assertEq(settlement.channelChargesOf(HOST, address(usdc)), 360);
        assertEq(claims.committedAt(claims.receiptRootDigest(made.root)), block.timestamp);
    }

    function test_aRepeatedRootChargesNothing() public {
        IChannelClaims.Commitment memory made = both(100, 30);
        claims.commit(made);
        vm.recordLogs();
        claims.commit(made);
        assertEq(rejections(1), 2);
        assertEq(usdc.balanceOf(address(settlement)), 360);
    }

    function test_aRootContinuesWhereTheLastEnded() public {
        claims.commit(both(100, 30));
        Receipt[] memory more = channelReceipts(PAYER, 300, 7, 4);
        claims.commit(commitment(one(row(PAYER, 300, more))));
        assertEq(claimedOf(PAYER), 328);

        // And neither behind nor before it.
        vm.recordLogs();
        claims.commit(commitment(one(row(PAYER, 327, channelReceipts(PAYER, 327, 7, 1)))));
        claims.commit(commitment(one(row(PAYER, 329, channelReceipts(PAYER, 329, 7, 1)))));
        assertEq(rejections(1), 2);
        assertEq(claimedOf(PAYER), 328);
    }

    function test_aBadVoucherStopsOnlyItsChannel() public {
        IChannelClaims.Commitment memory made = both(100, 30);
        made.rows[0].claim.signature = sign(OTHER, keccak256("else"));
        vm.recordLogs();
        claims.commit(made);
        assertEq(rejections(2), 1);
        assertEq(claimedOf(PAYER), 0);
        assertEq(usdc.balanceOf(address(settlement)), 60);

        // The root is as good when the voucher comes.
        claims.commit(both(100, 30));
        assertEq(usdc.balanceOf(address(settlement)), 360);
    }

    function test_neverMoreThanThePayerSigned() public {
        IChannelClaims.ChannelRow memory greedy = row(PAYER, 0, channelReceipts(PAYER, 0, 100, 3));
        greedy.claim = voucher(PAYER, 299, 300);
        vm.recordLogs();
        claims.commit(commitment(one(greedy)));
        assertEq(rejections(2), 1);
        assertEq(claimedOf(PAYER), 0);
    }

    function test_aFalseSumIsRefused(uint128 sum, uint64 count) public {
        sum = uint128(bound(sum, 0, 1000));
        count = uint64(bound(count, 0, 10));
        IChannelClaims.Commitment memory made = both(100, 30);
        if (sum == made.root.sum && count == made.root.count) return;
        made.root.sum = sum;
        made.root.count = count;
        affirm(made);
        vm.expectRevert();
        claims.commit(made);
    }

    function test_aRowThatIsNotUnderTheRootIsRefused(uint256 what, uint128 by) public {
        by = uint128(bound(by, 1, 100));
        IChannelClaims.Commitment memory made = both(100, 30);
        what = bound(what, 0, 3);
        IChannelClaims.ChannelRow memory changed = made.rows[1];
        // Sums that still add up to the root's, moved from one channel to another.
        if (what == 0) (changed.sum, made.rows[0].sum) = (changed.sum + by, made.rows[0].sum - by);
        if (what == 1) changed.claim.totalClaimed += by;
        if (what == 2) changed.receiptRoot = keccak256(abi.encode(by));
        if (what == 3) changed.claim.voucher.channel.salt = bytes32(uint256(by));
        if (what == 0) changed.claim.totalClaimed += by;
        vm.expectRevert();
        claims.commit(made);
    }

    function test_refusesWhatTheEnclaveDidNotSign() public {
        IChannelClaims.Commitment memory made = both(100, 30);
        made.enclaveSignature = sign(OTHER, claims.receiptRootDigest(made.root));
        vm.expectRevert(IChannelClaims.ChannelClaimsBadSignature.selector);
        claims.commit(made);
    }

    function test_refusesWhatNoQuorumAffirmed() public {
        IChannelClaims.Commitment memory made = both(100, 30);
        made.validatorSignatures = endorse(settlement.appraisalDigest(made.appraisal), 3);
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 3, 4));
        claims.commit(made);
        made.appraisal.batchRoot = keccak256("another root");
        made.validatorSignatures = endorse(settlement.appraisalDigest(made.appraisal), 5);
        refuses(made, "batchRoot");
        affirm(made);
        made.appraisal.count = 4;
        made.validatorSignatures = endorse(settlement.appraisalDigest(made.appraisal), 5);
        refuses(made, "count");
    }

    function test_refusesKeysThatWereNotGood() public {
        IChannelClaims.Commitment memory made = both(100, 30);
        made.root.issuedAt = uint64(START - 61);
        affirm(made);
        refusesKey(made);
        registry.revoke(vm.addr(ENCLAVE));
        refusesKey(both(100, 30));

        // What was signed before counts when the validators decide so knowing of the revocation.
        made.root.issuedAt = uint64(START - 1);
        affirm(made);
        claims.commit(made);
        assertEq(usdc.balanceOf(address(settlement)), 360);
    }

    function test_refusesOldAndFutureRoots() public {
        IChannelClaims.Commitment memory made = both(100, 30);
        made.root.issuedAt = uint64(block.timestamp + 1);
        affirm(made);
        vm.expectRevert(abi.encodeWithSelector(IChannelClaims.ChannelClaimsBadTime.selector, block.timestamp + 1));
        claims.commit(made);
        made.root.issuedAt = uint64(block.timestamp);
        vm.warp(block.timestamp + 2 hours + 1);
        affirm(made);
        vm.expectRevert(abi.encodeWithSelector(IChannelClaims.ChannelClaimsBadTime.selector, made.root.issuedAt));
        claims.commit(made);
    }

    function test_refusesMoneyOfOtherHostsAndAssets() public {
        IChannelClaims.Commitment memory made = both(100, 30);
        made.host = OPERATOR;
        refuses(made, "payTo");
        made.root.payTo = settlement.vaultOf(OPERATOR);
        affirm(made);
        refuses(made, "receiver");
        made = both(100, 30);
        made.root.asset = address(this);
        affirm(made);
        refuses(made, "token");
        made = both(100, 30);
        made.rows = new IChannelClaims.ChannelRow[](0);
        refuses(made, "count");
    }

    function test_provesEveryReceiptAlone(uint256 count, uint256 index) public {
        count = bound(count, 1, 13);
        index = bound(index, 0, count - 1);
        Receipt[] memory receipts = channelReceipts(PAYER, 0, 9, count);
        Receipt[] memory others = channelReceipts(OTHER, 0, 5, 3);
        IChannelClaims.Commitment memory made = commitment(two(row(OTHER, 0, others), row(PAYER, 0, receipts)));
        IChannelClaims.ReceiptProof memory proof;
        proof.channelId = channels.getChannelId(config(PAYER));
        proof.inChannel = SumTree.proof(leaves(receipts), index);
        proof.inRoot = SumTree.proof(wrapped(made.rows), 1);
        assertTrue(!claims.isCommitted(made.root, receipts[index], proof), "not committed yet");
        claims.commit(made);
        assertTrue(claims.isCommitted(made.root, receipts[index], proof), "committed");

        for (uint256 i = 0; i < proof.inChannel.length; ++i) {
            // A sibling that is said to be cheaper than it is.
            proof.inChannel[i].sum -= 1;
            assertTrue(!claims.isCommitted(made.root, receipts[index], proof), "false sum");
            proof.inChannel[i].sum += 1;
            proof.inChannel[i].isLeft = !proof.inChannel[i].isLeft;
            assertTrue(!claims.isCommitted(made.root, receipts[index], proof), "false place");
            proof.inChannel[i].isLeft = !proof.inChannel[i].isLeft;
        }
        proof.cumulativeBefore = 1;
        assertTrue(!claims.isCommitted(made.root, receipts[index], proof), "false start");
        proof.cumulativeBefore = 0;
        receipts[index].charge += 1;
        assertTrue(!claims.isCommitted(made.root, receipts[index], proof), "false charge");
    }

    function test_nothingIsCommittedNorRejectedWhileSettlementIsPaused() public {
        IChannelClaims.Commitment memory made = commitment(one(row(PAYER, 0, channelReceipts(PAYER, 0, 9, 2))));
        settlement.pause();
        vm.expectRevert(Pausable.EnforcedPause.selector);
        claims.commit(made);
        IChannelClaims.SingleCommitment memory alone = single(PAYER, channelReceipts(PAYER, 0, 9, 1), 9);
        vm.expectRevert(Pausable.EnforcedPause.selector);
        claims.commitEach(alone);
        settlement.unpause();
        claims.commit(made);
        assertEq(settlement.channelChargesOf(HOST, address(usdc)), 18);
    }

    function test_aProofCannotMoveSumsBetweenSiblings() public {
        Receipt[] memory receipts = channelReceipts(PAYER, 0, 9, 4);
        IChannelClaims.Commitment memory made = commitment(one(row(PAYER, 0, receipts)));
        claims.commit(made);
        IChannelClaims.ReceiptProof memory proof;
        proof.channelId = channels.getChannelId(config(PAYER));
        proof.inChannel = SumTree.proof(leaves(receipts), 0);
        assertTrue(claims.isCommitted(made.root, receipts[0], proof), "committed");
        // They still add up to the root's.
        proof.inChannel[0].sum -= 1;
        proof.inChannel[1].sum += 1;
        assertTrue(!claims.isCommitted(made.root, receipts[0], proof), "moved");
    }

    function test_aReceiptProvesOnlyThePlaceThatItPaid() public {
        Receipt[] memory receipts = channelReceipts(PAYER, 0, 9, 2);
        // Both say that they were the first.
        receipts[1].paymentId = receipts[0].paymentId;
        IChannelClaims.Commitment memory made = commitment(one(row(PAYER, 0, receipts)));
        claims.commit(made);
        IChannelClaims.ReceiptProof memory proof;
        proof.channelId = channels.getChannelId(config(PAYER));
        proof.inChannel = SumTree.proof(leaves(receipts), 0);
        assertTrue(claims.isCommitted(made.root, receipts[0], proof), "the first");
        proof.inChannel = SumTree.proof(leaves(receipts), 1);
        assertTrue(!claims.isCommitted(made.root, receipts[1], proof), "not the second");
    }

    function test_receiptsSettleWithoutARoot() public {
        claims.commit(both(100, 30));
        Receipt[] memory receipts = channelReceipts(PAYER, 300, 11, 3);
        IChannelClaims.SingleCommitment memory made = single(PAYER, receipts, 333);
        claims.commitEach(made);
        assertEq(claimedOf(PAYER), 333);
        assertEq(usdc.balanceOf(address(settlement)), 393);

        vm.recordLogs();
        claims.commitEach(made);
        assertEq(rejections(1), 1);
        assertEq(claimedOf(PAYER), 333);
    }

    function test_receiptsWithoutARootMustBeTheChannels(uint256 what) public {
        Receipt[] memory receipts = channelReceipts(PAYER, 0, 11, 3);
        string[8] memory names =
            ["scheme", "charge", "payTo", "asset", "enclaveKey", "payer", "paymentId", "totalClaimed"];
        what = bound(what, 0, 7);
        Receipt memory last = receipts[2];
        if (what == 0) last.scheme = 1;
        if (what == 1) last.cap = last.charge - 1;
        if (what == 2) last.payTo = address(this);
        if (what == 3) last.asset = address(this);
        if (what == 4) last.enclaveKey = address(this);
        if (what == 5) last.payer = address(this);
        if (what == 6) last.paymentId = receipts[1].paymentId;
        if (what == 7) last.cap = last.charge = 100;
        IChannelClaims.SingleCommitment memory made = single(PAYER, receipts, what == 7 ? 121 : 33);
        vm.expectRevert(abi.encodeWithSelector(IChannelClaims.ChannelClaimsMismatch.selector, names[what]));
        claims.commitEach(made);
    }

    function test_receiptsWithoutARootNeedTheirOwnSignatures() public {
        IChannelClaims.SingleCommitment memory made = single(PAYER, channelReceipts(PAYER, 0, 11, 3), 33);
        made.enclaveSignatures[1] = made.enclaveSignatures[0];
        vm.expectRevert(IChannelClaims.ChannelClaimsBadSignature.selector);
        claims.commitEach(made);
        made = single(PAYER, channelReceipts(PAYER, 0, 11, 3), 33);
        made.receipts[0].assurance = 3;
        affirm(made);
        vm.expectRevert(abi.encodeWithSelector(IChannelClaims.ChannelClaimsKeyNotGood.selector, vm.addr(ENCLAVE)));
        claims.commitEach(made);
        made = single(PAYER, channelReceipts(PAYER, 0, 11, 3), 33);
        vm.warp(START + 1 days);
        affirm(made);
        vm.expectRevert(abi.encodeWithSelector(IChannelClaims.ChannelClaimsBadTime.selector, START - 30));
        claims.commitEach(made);
    }

    function test_validatorsRefundWhatNoReceiptCharged() public {
        claims.commit(both(100, 30));
        IBatchSettlement.ChannelConfig memory mine = config(PAYER);
        IBatchSettlement.ChannelConfig memory others = config(OTHER);
        bytes32 id = channels.getChannelId(mine);
        IChannelClaims.ChannelRefund memory refund =
            IChannelClaims.ChannelRefund(id, 0, 300, DEPOSIT, uint64(block.timestamp));
        uint256 before = usdc.balanceOf(vm.addr(PAYER));
        bytes[] memory signatures = endorse(claims.channelRefundDigest(refund), 5);
        claims.refundChannel(mine, refund, signatures);
        assertEq(usdc.balanceOf(vm.addr(PAYER)), before + DEPOSIT - 300);

        deposit(PAYER, 500);
        vm.expectRevert(abi.encodeWithSelector(IChannelClaims.ChannelClaimsMismatch.selector, "nonce"));
        claims.refundChannel(mine, refund, signatures);
        refund.nonce = 1;
        refund.totalClaimed = 299;
        signatures = endorse(claims.channelRefundDigest(refund), 5);
        vm.expectRevert(abi.encodeWithSelector(IChannelClaims.ChannelClaimsMismatch.selector, "totalClaimed"));
        claims.refundChannel(mine, refund, signatures);
        refund.totalClaimed = 300;
        signatures = endorse(claims.channelRefundDigest(refund), 3);
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 3, 4));
        claims.refundChannel(mine, refund, signatures);
        vm.expectRevert(abi.encodeWithSelector(IChannelClaims.ChannelClaimsMismatch.selector, "channelId"));
        claims.refundChannel(others, refund, signatures);
    }

    function test_onlyTheRoleMovesChannels(address stranger) public {
        if (stranger == address(claims)) return;
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        settlement.callChannels("");
        vm.expectRevert(refusal);
        settlement.chargeChannels(HOST, OPERATOR, address(usdc), 1);
    }

    function test_nothingIsSplitThatNoChannelPaid(uint128 stray) public {
        claims.commit(both(100, 30));
        stray = uint128(bound(stray, 1, 1e12));
        // Money in the vault that no channel paid is not for sale, whoever holds the role.
        usdc.mint(settlement.vaultOf(HOST), stray);
        authority.grantRole(Roles.CHANNELS, address(this), 0);
        vm.expectRevert(abi.encodeWithSelector(IChannelMoney.ChannelMoneyNotClaimed.selector, 360, 360 + stray));
        settlement.chargeChannels(HOST, OPERATOR, address(usdc), stray);
    }

    function both(uint128 first, uint128 second) private view returns (IChannelClaims.Commitment memory) {
        return commitment(
            two(row(PAYER, 0, channelReceipts(PAYER, 0, first, 3)), row(OTHER, 0, channelReceipts(OTHER, 0, second, 2)))
        );
    }

    function refuses(IChannelClaims.Commitment memory made, string memory what) private {
        vm.expectRevert(abi.encodeWithSelector(IChannelClaims.ChannelClaimsMismatch.selector, what));
        claims.commit(made);
    }

    function refusesKey(IChannelClaims.Commitment memory made) private {
        vm.expectRevert(abi.encodeWithSelector(IChannelClaims.ChannelClaimsKeyNotGood.selector, vm.addr(ENCLAVE)));
        claims.commit(made);
    }

    function rejections(uint8 reason) private returns (uint256 found) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != IChannelClaims.ChannelRejected.selector) continue;
            (uint8 given,) = abi.decode(logs[i].data, (uint8, bytes));
            assertEq(given, reason);
            ++found;
        }
    }
}
