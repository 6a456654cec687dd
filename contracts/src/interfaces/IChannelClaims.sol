// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Appraisal, Receipt} from "../message/Messages.sol";
import {IBatchSettlement} from "./IBatchSettlement.sol";

/// @notice Claims payment channels against receipts, many calls at a time.
interface IChannelClaims {
    /// @notice What an enclave signs about its receipts of channels of one host and asset: all are under this root.
    struct ReceiptRoot {
        bytes32 root;
        uint128 sum;
        uint64 count;
        address payTo;
        address asset;
        address enclaveKey;
        uint64 issuedAt;
    }

    /// @notice One channel under a root: its last voucher, and root, sum and count of its receipts since the last claim.
    struct ChannelRow {
        IBatchSettlement.VoucherClaim claim;
        bytes32 receiptRoot;
        uint128 sum;
        uint64 count;
    }

    /// @notice All that claims channels under a root.
    /// @param appraisal its batchRoot is the digest of the root, its count the root's count
    struct Commitment {
        ReceiptRoot root;
        bytes enclaveSignature;
        address host;
        ChannelRow[] rows;
        Appraisal appraisal;
        bytes[] validatorSignatures;
    }

    /// @notice All that claims one channel without a root.
    /// @param receipts of one key, in the order of their payments; the appraisal's root is that of a batch of them
    struct SingleCommitment {
        Receipt[] receipts;
        bytes[] enclaveSignatures;
        address host;
        IBatchSettlement.VoucherClaim claim;
        Appraisal appraisal;
        bytes[] validatorSignatures;
    }

    /// @notice One step of a proof: the other child of the parent.
    struct Step {
        bytes32 hash;
        uint128 sum;
        uint64 count;
        bool isLeft;
    }

    /// @notice Leads from a receipt over its channel to a root.
    /// @param cumulativeBefore what the channel had claimed before the receipts of this root
    struct ReceiptProof {
        bytes32 channelId;
        uint128 cumulativeBefore;
        Step[] inChannel;
        Step[] inRoot;
    }

    /// @notice What validators sign to give money back from a channel before its payer waits for it.
    struct ChannelRefund {
        bytes32 channelId;
        uint256 nonce;
        uint128 totalClaimed;
        uint128 amount;
        uint64 appraisedAt;
    }

    event ReceiptsCommitted(
        bytes32 indexed digest, address indexed host, address indexed asset, uint64 count, uint128 sum
    );
    /// @dev Reason 1: other receipts were claimed before, or not all that should have been. 2: the voucher failed.
    event ChannelRejected(bytes32 indexed digest, bytes32 indexed channelId, uint8 reason, bytes data);

    error ChannelClaimsMismatch(string what);
    error ChannelClaimsRootMismatch(bytes32 root, uint256 sum, uint256 count);
    error ChannelClaimsKeyNotGood(address enclaveKey);
    error ChannelClaimsBadSignature();
    error ChannelClaimsBadTime(uint64 time);

    /// @notice Claims channels whose receipts make the root that the enclave signed and validators affirmed.
    /// @dev A channel that cannot be claimed is reported and skipped; the same root can be tried again.
    function commit(Commitment calldata commitment) external;

    /// @notice Claims one channel against receipts that were signed one by one, as when their enclave is gone.
    function commitEach(SingleCommitment calldata commitment) external;

    /// @notice Gives unclaimed money of a channel back to its payer, by decision of validators.
    function refundChannel(
        IBatchSettlement.ChannelConfig calldata config,
        ChannelRefund calldata statement,
        bytes[] calldata validatorSignatures
    ) external;

    /// @notice Payment id of the call that a channel pays after others that charged `cumulativeBefore` together.
    function channelPaymentId(bytes32 channelId, uint128 cumulativeBefore) external pure returns (bytes32);

    /// @notice EIP-712 digest of a root.
    function receiptRootDigest(ReceiptRoot calldata root) external view returns (bytes32);

    /// @notice When a root was first committed; zero where it was not.
    function committedAt(bytes32 digest) external view returns (uint64);

    /// @notice EIP-712 digest of a refund.
    function channelRefundDigest(ChannelRefund calldata statement) external view returns (bytes32);

    /// @notice Whether a receipt is under a committed root, at the place in its channel that its payment id says.
    function isCommitted(ReceiptRoot calldata root, Receipt calldata receipt, ReceiptProof calldata proof)
        external
        view
        returns (bool);
}
