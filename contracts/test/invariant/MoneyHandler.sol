// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatchSettlement} from "../../src/interfaces/IBatchSettlement.sol";
import {IChannelClaims} from "../../src/interfaces/IChannelClaims.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {EnclaveRegistration, Receipt, StrayStatement} from "../../src/message/Messages.sol";
import {ChannelWorld} from "../lib/ChannelWorld.sol";

/// @notice Pays, settles, claims, refunds and withdraws as everybody may, also wrongly, and counts what moved.
/// @dev Never reverts: what cannot be done in a state is discarded, what must be refused is tried and counted if it is not.
contract MoneyHandler is ChannelWorld {
    uint256 private constant STRANGER = 0xbad;
    uint256 private constant KEPT = 8;

    uint256[3] public payers = [uint256(0xa1), 0xa2, 0xa3];
    uint256 public minted;
    uint256 public settled;
    uint256 public claimed;
    uint256 public withdrawn;
    uint256 public strays;
    /// @dev What should have been refused or charged nothing, and was not.
    uint256 public wrongs;
    mapping(uint256 payerKey => uint256) public deposited;
    mapping(uint256 payerKey => uint256) public givenBack;
    mapping(uint256 payerKey => uint128) public charged;
    mapping(uint256 payerKey => uint128) public signed;
    IChannelClaims.Commitment[KEPT] private _past;
    ISettlement.Item[KEPT] private _items;
    uint256 private _count;

    constructor() {
        setUp();
        _renew();
        minted = usdc.totalSupply();
        for (uint256 i = 0; i < 3; ++i) {
            pay(i, 1e9);
        }
    }

    function pay(uint256 who, uint256 amount) public {
        uint256 key = payers[who % 3];
        amount = bound(amount, 1, 1e9);
        // Another salt for each deposit: the same authorization is good once.
        usdc.mint(vm.addr(key), amount);
        minted += amount;
        deposited[key] += amount;
        bytes32 id = channels.getChannelId(config(key));
        bytes memory data = authorize(id, key, amount, ++_count);
        channels.deposit(config(key), uint128(amount), address(collector), data);
        try channels.deposit(config(key), uint128(amount), address(collector), data) {
            ++wrongs;
        } catch {}
    }

    function commit(uint256 first, uint256 second, uint256 calls, uint256 charge) external {
        (uint256 a, uint256 b) = (payers[first % 3], payers[second % 3]);
        charge = bound(charge, 0, 1e6);
        IChannelClaims.ChannelRow memory mine = _row(a, 1 + calls % 3, charge);
        IChannelClaims.Commitment memory made =
            commitment(a == b ? one(mine) : two(mine, _row(b, 1 + calls % 2, charge / 2)));
        _commit(made);
        _keep(made);
    }

    /// @dev The same root again charges nothing.
    function commitAgain(uint256 which) external {
        IChannelClaims.Commitment memory made = _past[which % KEPT];
        vm.assume(made.rows.length != 0);
        made.root.issuedAt = uint64(block.timestamp);
        affirm(made);
        uint256 before = usdc.balanceOf(address(settlement));
        uint256 waiting = _chargeable(made);
        claims.commit(made);
        uint256 grown = usdc.balanceOf(address(settlement)) - before;
        if (grown > waiting) ++wrongs;
        claimed += grown;
        _noteCharges(made);
    }

    /// @dev Another sum, row, key, or quorum: all refused.
    function commitWrongly(uint256 who, uint256 what, uint256 by) external {
        IChannelClaims.Commitment memory made = commitment(one(_row(payers[who % 3], 2, 100)));
        by = bound(by, 1, 1e6);
        what = what % 6;
        if (what == 0) made.root.sum += uint128(by);
        if (what == 1) made.root.count += uint64(by);
        if (what < 2) affirm(made);
        if (what == 2) made.rows[0].sum += 1;
        if (what == 3) made.rows[0].claim.totalClaimed += uint128(by);
        if (what == 4) made.enclaveSignature = sign(STRANGER, claims.receiptRootDigest(made.root));
        if (what == 5) made.validatorSignatures = endorse(settlement.appraisalDigest(made.appraisal), 3);
        try claims.commit(made) {
            ++wrongs;
        } catch {}
    }

    /// @dev A root that does not start where the claims ended, or claims above the voucher, charges nothing.
    function commitBeside(uint256 who, uint256 gap, bool above) external {
        uint256 key = payers[who % 3];
        uint128 start = charged[key] + (above ? 0 : uint128(bound(gap, 1, 1000)));
        IChannelClaims.ChannelRow memory wrong = row(key, start, channelReceipts(key, start, 10, 2));
        if (above) wrong.claim = voucher(key, start + 19, start + 20);
        uint256 before = usdc.balanceOf(address(settlement));
        claims.commit(commitment(one(wrong)));
        if (usdc.balanceOf(address(settlement)) != before) ++wrongs;
    }

    function commitEach(uint256 who, uint256 calls, uint256 charge) external {
        uint256 key = payers[who % 3];
        charge = bound(charge, 1, 1e6);
        calls = bound(calls, 1, 3);
        uint128 start = charged[key];
        Receipt[] memory receipts = channelReceipts(key, start, uint128(charge), calls);
        uint128 total = start + uint128(charge * calls);
        IChannelClaims.SingleCommitment memory made = single(key, receipts, total);
        if (total > signed[key]) signed[key] = total;
        uint256 before = usdc.balanceOf(address(settlement));
        claims.commitEach(made);
        claimed += usdc.balanceOf(address(settlement)) - before;
        if (claimedOf(key) == total) charged[key] = total;
        before = usdc.balanceOf(address(settlement));
        claims.commitEach(made);
        if (usdc.balanceOf(address(settlement)) != before) ++wrongs;
    }

    function startWithdrawal(uint256 who, uint256 amount) external {
        uint256 key = payers[who % 3];
        IBatchSettlement.ChannelConfig memory mine = config(key);
        bytes32 id = channels.getChannelId(mine);
        (uint128 balance, uint128 total) = channels.channels(id);
        (, uint40 since) = channels.pendingWithdrawals(id);
        vm.assume(since == 0 && balance > total);
        vm.prank(vm.addr(key));
        channels.initiateWithdraw(mine, uint128(bound(amount, 1, balance - total)));
    }

    function endWithdrawal(uint256 who, bool early) external {
        uint256 key = payers[who % 3];
        IBatchSettlement.ChannelConfig memory mine = config(key);
        (, uint40 since) = channels.pendingWithdrawals(channels.getChannelId(mine));
        vm.assume(since != 0);
        uint256 until = uint256(since) + mine.withdrawDelay;
        uint256 before = usdc.balanceOf(vm.addr(key));
        if (early && block.timestamp < until) {
            vm.prank(vm.addr(key));
            try channels.finalizeWithdraw(mine) {
                ++wrongs;
            } catch {}
        } else {
            if (block.timestamp < until) {
                vm.warp(until);
                _renew();
            }
            vm.prank(vm.addr(key));
            channels.finalizeWithdraw(mine);
        }
        givenBack[key] += usdc.balanceOf(vm.addr(key)) - before;
    }

    function refund(uint256 who, uint256 amount) external {
        uint256 key = payers[who % 3];
        IBatchSettlement.ChannelConfig memory mine = config(key);
        bytes32 id = channels.getChannelId(mine);
        (, uint128 total) = channels.channels(id);
        IChannelClaims.ChannelRefund memory statement = IChannelClaims.ChannelRefund(
            id, channels.refundNonce(id), total, uint128(bound(amount, 1, 1e9)), uint64(block.timestamp)
        );
        bytes[] memory signatures = endorse(claims.channelRefundDigest(statement), 5);
        uint256 before = usdc.balanceOf(vm.addr(key));
        claims.refundChannel(mine, statement, signatures);
        givenBack[key] += usdc.balanceOf(vm.addr(key)) - before;
        try claims.refundChannel(mine, statement, signatures) {
            ++wrongs;
        } catch {}
    }

    /// @dev A good payment, one that came before, one above its cap, one of a key that nobody registered.
    function settleExact(uint256 amount, uint256 which) external {
        amount = bound(amount, 1, 1e6);
        usdc.mint(vm.addr(PAYER), 2 * amount);
        minted += 2 * amount;
        ISettlement.Item memory good = goodItem(bytes32(++_count), uint128(amount));
        ISettlement.Item memory again = _items[which % KEPT];
        ISettlement.Item memory dear = goodItem(bytes32(++_count), uint128(amount));
        dear.receipt.cap -= 1;
        signReceipt(dear);
        ISettlement.Item memory forged = goodItem(bytes32(++_count), uint128(amount));
        forged.receipt.enclaveKey = vm.addr(STRANGER);
        forged.enclaveSignature = sign(STRANGER, settlement.receiptId(forged.receipt));
        ISettlement.Item[] memory items = new ISettlement.Item[](again.host == address(0) ? 3 : 4);
        (items[0], items[1], items[2]) = (dear, good, forged);
        if (items.length == 4) items[3] = again;
        uint256 before = usdc.balanceOf(address(settlement));
        settle(items);
        uint256 grown = usdc.balanceOf(address(settlement)) - before;
        if (grown != amount) ++wrongs;
        settled += grown;
        _store(which, good);
    }

    function stray(uint256 amount) external {
        amount = bound(amount, 1, 1e9);
        usdc.mint(settlement.vaultOf(HOST), amount);
        (minted, strays) = (minted + amount, strays + amount);
    }

    /// @dev A payment that somebody else submitted, then its statement, twice: for its receipt, or for none.
    function frontRun(uint256 amount, bool hasReceipt) external {
        amount = bound(amount, 1, 1e6);
        usdc.mint(vm.addr(PAYER), amount);
        ISettlement.Item memory item = goodItem(bytes32(++_count), uint128(amount));
        _submit(item);
        minted += amount;
        StrayStatement memory statement = _stateOf(item, hasReceipt);
        bytes[] memory signatures = endorse(settlement.strayDigest(statement), 5);
        uint256 before = usdc.balanceOf(hasReceipt ? address(settlement) : item.receipt.payer);
        for (uint256 i = 0; i < 2; ++i) {
            try this.state(item, statement, signatures) {
                if (i == 1) ++wrongs;
            } catch {
                if (i == 0) ++wrongs;
            }
        }
        uint256 grown = usdc.balanceOf(hasReceipt ? address(settlement) : item.receipt.payer) - before;
        if (grown != amount) ++wrongs;
        if (hasReceipt) settled += grown;
    }

    function state(ISettlement.Item calldata item, StrayStatement calldata statement, bytes[] calldata signatures)
        external
    {
        if (statement.receiptId == 0) settlement.returnStray(statement, signatures);
        else settlement.creditStray(item.receipt, item.enclaveSignature, statement, signatures);
    }

    function sendClaimed() external {
        channels.settle(settlement.vaultOf(HOST), address(usdc));
    }

    function withdraw(uint256 who) external {
        address party = parties(who % 4);
        vm.assume(settlement.creditOf(party, address(usdc)) != 0);
        vm.prank(party);
        withdrawn += settlement.withdraw(address(usdc));
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 12 hours));
        _renew();
    }

    function parties(uint256 which) public pure returns (address) {
        return [HOST, OPERATOR, POOL, TREASURY][which];
    }

    function channelOf(uint256 which) external view returns (uint128 balance, uint128 totalClaimed) {
        return channels.channels(channels.getChannelId(config(payers[which])));
    }

    function settlementAddress() external view returns (address) {
        return address(settlement);
    }

    function assetAddress() external view returns (address) {
        return address(usdc);
    }

    function selectors() external pure returns (bytes4[] memory all) {
        all = new bytes4[](15);
        (all[0], all[1], all[2], all[3]) =
        (this.pay.selector, this.commit.selector, this.commitAgain.selector, this.commitWrongly.selector);
        (all[4], all[5], all[6], all[7]) =
        (
            this.commitBeside.selector,
            this.commitEach.selector,
            this.startWithdrawal.selector,
            this.endWithdrawal.selector
        );
        (all[8], all[9], all[10], all[11]) =
        (this.refund.selector, this.settleExact.selector, this.stray.selector, this.sendClaimed.selector);
        (all[12], all[13], all[14]) = (this.withdraw.selector, this.wait.selector, this.frontRun.selector);
    }

    function _submit(ISettlement.Item memory item) private {
        bytes memory signature = item.paymentSignature;
        (bytes32 r, bytes32 s, uint8 v) = (bytes32(0), bytes32(0), 0);
        assembly {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
        Receipt memory receipt = item.receipt;
        usdc.transferWithAuthorization(
            receipt.payer, receipt.payTo, receipt.charge, item.validAfter, item.validBefore, item.nonce, v, r, s
        );
    }

    function _stateOf(ISettlement.Item memory item, bool hasReceipt) private view returns (StrayStatement memory) {
        return StrayStatement({
            transactionHash: bytes32(_count),
            logIndex: 1,
            paymentId: item.receipt.paymentId,
            receiptId: hasReceipt ? settlement.receiptId(item.receipt) : bytes32(0),
            payer: item.receipt.payer,
            host: item.host,
            asset: item.receipt.asset,
            amount: item.receipt.charge,
            validBefore: uint64(hasReceipt ? item.validBefore : block.timestamp - 1 days),
            statedAt: uint64(block.timestamp)
        });
    }

    /// @dev Keeps the key's epoch open, however long the sequence.
    function _renew() private {
        if (registry.epochOf(vm.addr(ENCLAVE)).validUntil > block.timestamp + 2 days) return;
        EnclaveRegistration memory next = registration();
        next.validFrom = uint64(block.timestamp);
        next.validUntil = uint64(block.timestamp + 30 days);
        register(next);
    }

    function _row(uint256 key, uint256 calls, uint256 charge) private view returns (IChannelClaims.ChannelRow memory) {
        return row(key, charged[key], channelReceipts(key, charged[key], uint128(charge), calls));
    }

    function _commit(IChannelClaims.Commitment memory made) private {
        uint256 before = usdc.balanceOf(address(settlement));
        claims.commit(made);
        claimed += usdc.balanceOf(address(settlement)) - before;
        _noteCharges(made);
    }

    /// @dev A row is charged whole or not at all, and only up to what its payer signed.
    function _noteCharges(IChannelClaims.Commitment memory made) private {
        for (uint256 i = 0; i < made.rows.length; ++i) {
            uint256 key = _keyOf(made.rows[i].claim.voucher.channel.payer);
            uint128 total = made.rows[i].claim.totalClaimed;
            if (total > signed[key]) signed[key] = total;
            if (claimedOf(key) == total) charged[key] = total;
        }
    }

    /// @dev Rows that could not be claimed for want of money may be claimed later, from where they start.
    function _chargeable(IChannelClaims.Commitment memory made) private view returns (uint256 sum) {
        for (uint256 i = 0; i < made.rows.length; ++i) {
            uint256 key = _keyOf(made.rows[i].claim.voucher.channel.payer);
            if (made.rows[i].claim.totalClaimed - made.rows[i].sum == claimedOf(key)) sum += made.rows[i].sum;
        }
    }

    function _keyOf(address payer) private view returns (uint256) {
        for (uint256 i = 0; i < 3; ++i) {
            if (vm.addr(payers[i]) == payer) return payers[i];
        }
        revert();
    }

    function _keep(IChannelClaims.Commitment memory made) private {
        IChannelClaims.Commitment storage place = _past[++_count % KEPT];
        place.root = made.root;
        place.host = made.host;
        delete place.rows;
        for (uint256 i = 0; i < made.rows.length; ++i) {
            place.rows.push(made.rows[i]);
        }
    }

    function _store(uint256 which, ISettlement.Item memory item) private {
        _items[(which >> 8) % KEPT] = item;
    }
}
