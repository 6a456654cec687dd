// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Erc3009Collector} from "../../src/channel/Erc3009Collector.sol";
import {ReceiptSum} from "../../src/channel/ReceiptSum.sol";
import {IBatchSettlement} from "../../src/interfaces/IBatchSettlement.sol";
import {IChannelClaims} from "../../src/interfaces/IChannelClaims.sol";
import {Appraisal, Receipt} from "../../src/message/Messages.sol";
import {BatchRoot} from "../../src/settlement/BatchRoot.sol";
import {SumTree} from "./SumTree.sol";
import {World} from "./World.sol";

/// @notice Channels of several payers to one host, and ways to pay and claim through them.
abstract contract ChannelWorld is World {
    bytes32 private constant RECEIVE_TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    uint128 internal constant DEPOSIT = 1_000_000;

    Erc3009Collector internal collector;

    function setUp() public virtual override {
        super.setUp();
        collector = new Erc3009Collector(address(channels));
    }

    function config(uint256 payerKey) internal view returns (IBatchSettlement.ChannelConfig memory) {
        return IBatchSettlement.ChannelConfig({
            payer: vm.addr(payerKey),
            payerAuthorizer: vm.addr(payerKey),
            receiver: settlement.vaultOf(HOST),
            receiverAuthorizer: address(settlement),
            token: address(usdc),
            withdrawDelay: 1 days,
            salt: bytes32(0)
        });
    }

    function deposit(uint256 payerKey, uint128 amount) internal returns (bytes32 channelId) {
        usdc.mint(vm.addr(payerKey), amount);
        return deposit(config(payerKey), payerKey, amount, amount);
    }

    function deposit(IBatchSettlement.ChannelConfig memory c, uint256 payerKey, uint128 signed, uint128 amount)
        internal
        returns (bytes32 channelId)
    {
        channelId = channels.getChannelId(c);
        (uint128 balance,) = channels.channels(channelId);
        bytes memory data = authorize(channelId, payerKey, signed, balance);
        channels.deposit(c, amount, address(collector), data);
    }

    function authorize(bytes32 channelId, uint256 payerKey, uint256 amount, uint256 salt)
        internal
        view
        returns (bytes memory)
    {
        uint256 until = block.timestamp + 1 hours;
        bytes32 nonce = keccak256(abi.encode(channelId, salt));
        bytes32 structHash =
            keccak256(abi.encode(RECEIVE_TYPEHASH, vm.addr(payerKey), address(collector), amount, 0, until, nonce));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", usdc.DOMAIN_SEPARATOR(), structHash));
        return abi.encode(uint256(0), until, salt, sign(payerKey, digest));
    }

    function voucher(uint256 payerKey, uint128 most, uint128 total)
        internal
        view
        returns (IBatchSettlement.VoucherClaim memory claim)
    {
        claim.voucher.channel = config(payerKey);
        claim.voucher.maxClaimableAmount = most;
        claim.totalClaimed = total;
        claim.signature = sign(payerKey, channels.getVoucherDigest(channels.getChannelId(config(payerKey)), most));
    }

    /// @dev Receipts of equal charges, in the order of their payments.
    function channelReceipts(uint256 payerKey, uint128 before, uint128 charge, uint256 count)
        internal
        view
        returns (Receipt[] memory receipts)
    {
        bytes32 channelId = channels.getChannelId(config(payerKey));
        receipts = new Receipt[](count);
        for (uint256 i = 0; i < count; ++i) {
            Receipt memory receipt = receipts[i];
            receipt.requestHash = keccak256(abi.encode("request", payerKey, before, i));
            receipt.modelDigest = keccak256("model");
            receipt.paymentId = keccak256(abi.encode(uint8(3), channelId, before + uint128(i) * charge));
            receipt.payer = vm.addr(payerKey);
            receipt.payTo = settlement.vaultOf(HOST);
            receipt.asset = address(usdc);
            receipt.enclaveKey = vm.addr(ENCLAVE);
            receipt.cap = charge;
            receipt.charge = charge;
            receipt.sequence = uint64(i + 1);
            receipt.issuedAt = uint64(block.timestamp - 30);
            receipt.scheme = 4;
        }
    }

    function leaves(Receipt[] memory receipts) internal view returns (ReceiptSum.Node[] memory nodes) {
        nodes = new ReceiptSum.Node[](receipts.length);
        for (uint256 i = 0; i < receipts.length; ++i) {
            nodes[i] = ReceiptSum.Node(settlement.receiptId(receipts[i]), receipts[i].charge, 1);
        }
    }

    function row(uint256 payerKey, uint128 before, Receipt[] memory receipts)
        internal
        view
        returns (IChannelClaims.ChannelRow memory made)
    {
        ReceiptSum.Node memory top = SumTree.root(leaves(receipts));
        made.receiptRoot = top.hash;
        made.sum = uint128(top.sum);
        made.count = uint64(top.count);
        made.claim = voucher(payerKey, before + made.sum, before + made.sum);
    }

    function wrapped(IChannelClaims.ChannelRow[] memory rows) internal view returns (ReceiptSum.Node[] memory nodes) {
        nodes = new ReceiptSum.Node[](rows.length);
        for (uint256 i = 0; i < rows.length; ++i) {
            bytes32 channelId = channels.getChannelId(rows[i].claim.voucher.channel);
            uint128 before = rows[i].claim.totalClaimed - rows[i].sum;
            nodes[i] =
                ReceiptSum.wrap(channelId, before, ReceiptSum.Node(rows[i].receiptRoot, rows[i].sum, rows[i].count));
        }
    }

    function commitment(IChannelClaims.ChannelRow[] memory rows)
        internal
        view
        returns (IChannelClaims.Commitment memory made)
    {
        ReceiptSum.Node memory top = SumTree.root(wrapped(rows));
        made.rows = rows;
        made.host = HOST;
        made.root = IChannelClaims.ReceiptRoot({
            root: top.hash,
            sum: uint128(top.sum),
            count: uint64(top.count),
            payTo: settlement.vaultOf(HOST),
            asset: address(usdc),
            enclaveKey: vm.addr(ENCLAVE),
            issuedAt: uint64(block.timestamp)
        });
        affirm(made);
    }

    /// @dev Signs a commitment as it is.
    function affirm(IChannelClaims.Commitment memory made) internal view {
        bytes32 digest = claims.receiptRootDigest(made.root);
        made.enclaveSignature = sign(ENCLAVE, digest);
        made.appraisal = Appraisal(digest, made.root.count, keccak256("policy"), uint64(block.timestamp));
        made.validatorSignatures = endorse(settlement.appraisalDigest(made.appraisal), 5);
    }

    function single(uint256 payerKey, Receipt[] memory receipts, uint128 total)
        internal
        view
        returns (IChannelClaims.SingleCommitment memory made)
    {
        made.receipts = receipts;
        made.host = HOST;
        made.claim = voucher(payerKey, total, total);
        affirm(made);
    }

    function affirm(IChannelClaims.SingleCommitment memory made) internal view {
        made.enclaveSignatures = new bytes[](made.receipts.length);
        bytes32[] memory ids = new bytes32[](made.receipts.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            ids[i] = settlement.receiptId(made.receipts[i]);
            made.enclaveSignatures[i] = sign(ENCLAVE, ids[i]);
        }
        made.appraisal =
            Appraisal(BatchRoot.compute(ids), uint64(ids.length), keccak256("policy"), uint64(block.timestamp));
        made.validatorSignatures = endorse(settlement.appraisalDigest(made.appraisal), 5);
    }

    function one(IChannelClaims.ChannelRow memory first)
        internal
        pure
        returns (IChannelClaims.ChannelRow[] memory rows)
    {
        rows = new IChannelClaims.ChannelRow[](1);
        rows[0] = first;
    }

    function two(IChannelClaims.ChannelRow memory first, IChannelClaims.ChannelRow memory second)
        internal
        pure
        returns (IChannelClaims.ChannelRow[] memory rows)
    {
        rows = new IChannelClaims.ChannelRow[](2);
        (rows[0], rows[1]) = (first, second);
    }

    function claimedOf(uint256 payerKey) internal view returns (uint128 totalClaimed) {
        (, totalClaimed) = channels.channels(channels.getChannelId(config(payerKey)));
    }
}
