// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IBatchSettlement} from "../interfaces/IBatchSettlement.sol";
import {IChannelClaims} from "../interfaces/IChannelClaims.sol";
import {IChannelMoney} from "../interfaces/IChannelMoney.sol";
import {IEnclaveRegistry} from "../interfaces/IEnclaveRegistry.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {IValidatorWeights} from "../interfaces/IValidatorWeights.sol";
import {Appraisal, Receipt} from "../message/Messages.sol";
import {Quorum} from "../registry/Quorum.sol";
import {BatchRoot} from "../settlement/BatchRoot.sol";
import {BoundedCall} from "../settlement/BoundedCall.sol";
import {ChannelMessages} from "./ChannelMessages.sol";
import {ReceiptSum} from "./ReceiptSum.sol";

/// @notice Claims channels for Settlement, which is their authorizer, against receipts.
/// @dev It proves that an enclave with a good key signed the root, that the sums of the channels' receipts make that root
/// and are what is claimed, that no receipt is claimed twice (each root starts where its channel's claims ended), and, in
/// the channel contract, that the payer signed for as much. It takes from the quorum that every receipt under the root was
/// affirmed, and from the channel contract its accounts. It holds no money and, but for the times of roots, no state: a
/// better one can take its role at any time, and no channel notices.
contract ChannelClaims is IChannelClaims, ReentrancyGuardTransient {
    using ChannelMessages for ChannelRefund;
    using ChannelMessages for ReceiptRoot;

    uint8 private constant SCHEME_CHANNEL = 4;
    uint8 private constant REASON_MOVED = 1;
    uint8 private constant REASON_VOUCHER = 2;
    uint256 private constant MAX_ROOT_AGE = 2 hours;
    /// @dev Channels are claimed rarely, and receipts without a root are those of an enclave that is gone.
    uint256 private constant MAX_RECEIPT_AGE = 1 days;
    /// @dev Also for a payer whose contract checks vouchers: it cannot burn what its neighbours need.
    uint256 private constant CLAIM_GAS = 200_000;
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    ISettlement private immutable _settlement;
    IBatchSettlement private immutable _channels;
    IEnclaveRegistry private immutable _registry;
    IValidatorWeights private immutable _validators;
    mapping(bytes32 digest => uint64) private _committedAt;

    /// @dev A pause is no fault of a channel: nothing is committed, and so nothing reported as rejected, until it ends.
    modifier whileSettling() {
        require(!Pausable(address(_settlement)).paused(), Pausable.EnforcedPause());
        _;
    }

    constructor(ISettlement settlement, IEnclaveRegistry registry, IValidatorWeights validators) {
        _settlement = settlement;
        _channels = IChannelMoney(address(settlement)).channels();
        _registry = registry;
        _validators = validators;
    }

    /// @inheritdoc IChannelClaims
    function commit(Commitment calldata commitment) external whileSettling nonReentrant {
        ReceiptRoot calldata root = commitment.root;
        bytes32 digest = _typedHash(root.structHash());
        _requireAffirmed(digest, root.count, commitment.appraisal, commitment.validatorSignatures);
        _requireFresh(root.issuedAt, MAX_ROOT_AGE);
        address operator = _requireGood(root.enclaveKey, root.issuedAt, 0, commitment.appraisal.appraisedAt);
        _requireSigned(digest, commitment.enclaveSignature, root.enclaveKey);
        require(root.payTo == _settlement.vaultOf(commitment.host), ChannelClaimsMismatch("payTo"));
        bytes32[] memory channelIds = _requireRows(root, commitment.rows);
        if (_committedAt[digest] == 0) _committedAt[digest] = uint64(block.timestamp);
        emit ReceiptsCommitted(digest, commitment.host, root.asset, root.count, root.sum);

        uint256 charge = 0;
        for (uint256 i = 0; i < channelIds.length; ++i) {
            ChannelRow calldata row = commitment.rows[i];
            if (_claim(digest, channelIds[i], row.claim, row.sum)) charge += row.sum;
        }
        _charge(commitment.host, operator, root.asset, charge);
    }

    /// @inheritdoc IChannelClaims
    function commitEach(SingleCommitment calldata commitment) external whileSettling nonReentrant {
        Receipt[] calldata receipts = commitment.receipts;
        require(receipts.length != 0, ChannelClaimsMismatch("count"));
        address asset = receipts[0].asset;
        require(receipts[0].payTo == _settlement.vaultOf(commitment.host), ChannelClaimsMismatch("payTo"));
        _requireConfig(commitment.claim.voucher.channel, receipts[0].payTo, asset);
        bytes32 channelId = _channels.getChannelId(commitment.claim.voucher.channel);

        (bytes32[] memory ids, uint256 sum) = _requireReceipts(commitment, channelId);
        bytes32 root = BatchRoot.compute(ids);
        _requireAffirmed(root, ids.length, commitment.appraisal, commitment.validatorSignatures);
        emit ReceiptsCommitted(root, commitment.host, asset, uint64(ids.length), uint128(sum));
        if (!_claim(root, channelId, commitment.claim, sum)) return;
        _charge(commitment.host, _registry.epochOf(receipts[0].enclaveKey).operator, asset, sum);
    }

    /// @inheritdoc IChannelClaims
    function refundChannel(
        IBatchSettlement.ChannelConfig calldata config,
        ChannelRefund calldata statement,
        bytes[] calldata validatorSignatures
    ) external nonReentrant {
        bytes32 channelId = _channels.getChannelId(config);
        require(statement.channelId == channelId, ChannelClaimsMismatch("channelId"));
        require(statement.nonce == _channels.refundNonce(channelId), ChannelClaimsMismatch("nonce"));
        // What validators saw as claimed; a claim since then may have been for receipts that they counted as refundable.
        (, uint128 totalClaimed) = _channels.channels(channelId);
        require(statement.totalClaimed == totalClaimed, ChannelClaimsMismatch("totalClaimed"));
        _requireFresh(statement.appraisedAt, MAX_ROOT_AGE);
        _requireQuorum(_typedHash(statement.structHash()), validatorSignatures, statement.appraisedAt);
        _callChannels(abi.encodeCall(IBatchSettlement.refund, (config, statement.amount)));
    }

    /// @inheritdoc IChannelClaims
    function channelPaymentId(bytes32 channelId, uint128 cumulativeBefore) external pure returns (bytes32) {
        return ChannelMessages.paymentId(channelId, cumulativeBefore);
    }

    /// @inheritdoc IChannelClaims
    function receiptRootDigest(ReceiptRoot calldata root) external view returns (bytes32) {
        return _typedHash(root.structHash());
    }

    /// @inheritdoc IChannelClaims
    function committedAt(bytes32 digest) external view returns (uint64) {
        return _committedAt[digest];
    }

    /// @inheritdoc IChannelClaims
    function channelRefundDigest(ChannelRefund calldata statement) external view returns (bytes32) {
        return _typedHash(statement.structHash());
    }

    /// @inheritdoc IChannelClaims
    function isCommitted(ReceiptRoot calldata root, Receipt calldata receipt, ReceiptProof calldata proof)
        external
        view
        returns (bool)
    {
        if (_committedAt[_typedHash(root.structHash())] == 0) return false;
        ReceiptSum.Node memory node = ReceiptSum.Node(_settlement.receiptId(receipt), receipt.charge, 1);
        uint256 sumBefore;
        (node, sumBefore) = ReceiptSum.fold(node, proof.inChannel);
        bytes32 paymentId = ChannelMessages.paymentId(proof.channelId, proof.cumulativeBefore + sumBefore);
        node = ReceiptSum.wrap(proof.channelId, proof.cumulativeBefore, node);
        (node,) = ReceiptSum.fold(node, proof.inRoot);
        return
            receipt.paymentId == paymentId && node.hash == root.root && node.sum == root.sum && node.count == root.count;
    }

    function _requireRows(ReceiptRoot calldata root, ChannelRow[] calldata rows)
        private
        view
        returns (bytes32[] memory channelIds)
    {
        require(rows.length != 0, ChannelClaimsMismatch("count"));
        channelIds = new bytes32[](rows.length);
        for (uint256 i = 0; i < rows.length; ++i) {
            IBatchSettlement.ChannelConfig calldata config = rows[i].claim.voucher.channel;
            _requireConfig(config, root.payTo, root.asset);
            channelIds[i] = _channels.getChannelId(config);
        }
        ReceiptSum.Node memory found = ReceiptSum.root(rows, channelIds);
        require(
            found.hash == root.root && found.sum == root.sum && found.count == root.count,
            ChannelClaimsRootMismatch(found.hash, found.sum, found.count)
        );
    }

    /// @dev The money must reach the vault of this host, in this asset, or somebody else's would be split.
    function _requireConfig(IBatchSettlement.ChannelConfig calldata config, address payTo, address asset) private pure {
        require(config.receiver == payTo, ChannelClaimsMismatch("receiver"));
        require(config.token == asset, ChannelClaimsMismatch("token"));
    }

    function _requireReceipts(SingleCommitment calldata commitment, bytes32 channelId)
        private
        view
        returns (bytes32[] memory ids, uint256 sum)
    {
        Receipt[] calldata receipts = commitment.receipts;
        require(receipts.length == commitment.enclaveSignatures.length, ChannelClaimsMismatch("count"));
        ids = new bytes32[](receipts.length);
        for (uint256 i = 0; i < receipts.length; ++i) {
            sum += receipts[i].charge;
        }
        require(sum <= commitment.claim.totalClaimed, ChannelClaimsMismatch("totalClaimed"));
        uint256 cumulative = commitment.claim.totalClaimed - sum;
        for (uint256 i = 0; i < receipts.length; ++i) {
            Receipt calldata receipt = receipts[i];
            _requireLike(receipt, receipts[0]);
            require(receipt.payer == commitment.claim.voucher.channel.payer, ChannelClaimsMismatch("payer"));
            bytes32 paymentId = ChannelMessages.paymentId(channelId, cumulative);
            require(receipt.paymentId == paymentId, ChannelClaimsMismatch("paymentId"));
            _requireFresh(receipt.issuedAt, MAX_RECEIPT_AGE);
            _requireGood(receipt.enclaveKey, receipt.issuedAt, receipt.assurance, commitment.appraisal.appraisedAt);
            ids[i] = _settlement.receiptId(receipt);
            _requireSigned(ids[i], commitment.enclaveSignatures[i], receipt.enclaveKey);
            cumulative += receipt.charge;
        }
    }

    function _requireLike(Receipt calldata receipt, Receipt calldata first) private pure {
        require(receipt.scheme == SCHEME_CHANNEL, ChannelClaimsMismatch("scheme"));
        require(receipt.charge <= receipt.cap, ChannelClaimsMismatch("charge"));
        require(receipt.payTo == first.payTo, ChannelClaimsMismatch("payTo"));
        require(receipt.asset == first.asset, ChannelClaimsMismatch("asset"));
        require(receipt.enclaveKey == first.enclaveKey, ChannelClaimsMismatch("enclaveKey"));
    }

    function _requireFresh(uint64 time, uint256 maxAge) private view {
        require(time <= block.timestamp && block.timestamp - time <= maxAge, ChannelClaimsBadTime(time));
    }

    function _requireGood(address enclaveKey, uint64 time, uint8 assurance, uint64 appraisedAt)
        private
        view
        returns (address operator)
    {
        IEnclaveRegistry.Epoch memory epoch = _registry.epochOf(enclaveKey);
        bool good = epoch.validFrom <= time && time < epoch.validUntil && assurance <= epoch.maxAssurance;
        // After a revocation, only what validators affirmed knowing of it.
        bool decided = epoch.revokedAt == 0 || (time < epoch.revokedAt && epoch.revokedAt <= appraisedAt);
        require(good && decided, ChannelClaimsKeyNotGood(enclaveKey));
        return epoch.operator;
    }

    function _requireSigned(bytes32 digest, bytes calldata signature, address enclaveKey) private pure {
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(digest, signature);
        require(err == ECDSA.RecoverError.NoError && signer == enclaveKey, ChannelClaimsBadSignature());
    }

    function _requireAffirmed(
        bytes32 batchRoot,
        uint256 count,
        Appraisal calldata appraisal,
        bytes[] calldata validatorSignatures
    ) private view {
        require(appraisal.batchRoot == batchRoot, ChannelClaimsMismatch("batchRoot"));
        require(appraisal.count == count, ChannelClaimsMismatch("count"));
        _requireFresh(appraisal.appraisedAt, MAX_ROOT_AGE);
        _requireQuorum(_settlement.appraisalDigest(appraisal), validatorSignatures, appraisal.appraisedAt);
    }

    /// @dev Claims exactly `sum`, or nothing.
    function _claim(bytes32 digest, bytes32 channelId, IBatchSettlement.VoucherClaim calldata claim, uint256 sum)
        private
        returns (bool success)
    {
        if (sum == 0) return true;
        (, uint128 totalClaimed) = _channels.channels(channelId);
        if (totalClaimed + sum != claim.totalClaimed) {
            emit ChannelRejected(digest, channelId, REASON_MOVED, abi.encode(totalClaimed));
            return false;
        }
        IBatchSettlement.VoucherClaim[] memory claims = new IBatchSettlement.VoucherClaim[](1);
        claims[0] = claim;
        bytes memory answer;
        bytes memory input = abi.encodeCall(IBatchSettlement.claim, (claims));
        (success, answer) =
            BoundedCall.tryCall(address(_settlement), CLAIM_GAS, abi.encodeCall(IChannelMoney.callChannels, (input)));
        if (!success) emit ChannelRejected(digest, channelId, REASON_VOUCHER, answer);
    }

    function _charge(address host, address operator, address asset, uint256 charge) private {
        if (charge != 0) IChannelMoney(address(_settlement)).chargeChannels(host, operator, asset, charge);
    }

    function _callChannels(bytes memory input) private {
        IChannelMoney(address(_settlement)).callChannels(input);
    }

    function _requireQuorum(bytes32 digest, bytes[] calldata signatures, uint64 time) private view {
        Quorum.requireReached(_validators, digest, signatures, uint48(time));
    }

    /// @dev In Settlement's domain, as receipts and appraisals are.
    function _typedHash(bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("Verigrad"), keccak256("1"), block.chainid, address(_settlement))
        );
        return MessageHashUtils.toTypedDataHash(domain, structHash);
    }
}
