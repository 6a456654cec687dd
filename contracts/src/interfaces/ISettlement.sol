// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Appraisal, Receipt} from "../message/Messages.sol";

/// @notice Moves money against receipts that a validator quorum affirmed.
interface ISettlement {
    /// @notice One receipt with the payment that it charges.
    struct Item {
        Receipt receipt;
        bytes enclaveSignature;
        address host;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 nonce;
        bytes paymentSignature;
    }

    /// @notice How a charge is split, in basis points that add up to 10,000, and who takes the common parts.
    struct Split {
        uint16 hostBps;
        uint16 operatorBps;
        uint16 validatorBps;
        uint16 treasuryBps;
        address validatorPool;
        address treasury;
    }

    /// @notice Amounts of one asset by the party that they are owed to.
    struct Shares {
        uint256 host;
        uint256 operator;
        uint256 validators;
        uint256 treasury;
    }

    event ReceiptSettled(
        bytes32 indexed receiptId,
        bytes32 indexed paymentId,
        address indexed payer,
        address host,
        address asset,
        uint256 charge,
        uint256 hostShare,
        uint256 operatorShare,
        uint256 validatorShare,
        uint256 treasuryShare
    );
    event ReceiptRejected(bytes32 indexed receiptId, bytes32 indexed paymentId, uint8 reason, bytes data);
    event BatchSettled(bytes32 indexed root, uint64 count, uint64 settled);
    event VaultDeployed(address indexed host, address vault);
    event CollectionDeferred(address indexed host, address indexed operator, address indexed asset, uint256 amount);
    event Withdrawn(address indexed party, address indexed asset, uint256 amount);
    event SplitChanged(Split split);

    error SettlementEmptyBatch();
    error SettlementCountMismatch(uint64 appraised, uint256 found);
    error SettlementRootMismatch(bytes32 appraised, bytes32 found);
    error SettlementAppraisalNotCurrent(uint64 appraisedAt, uint256 time);
    error SettlementBadSplit();
    error SettlementOnlySelf();
    error SettlementOutOfGas();
    error SettlementPaymentRefused();
    error SettlementShortPayment(uint256 expected, uint256 found);
    error SettlementNothingToCollect();
    error SettlementNothingToWithdraw(address party, address asset);

    /// @notice Settles a batch whose receipt ids make the appraised root; a bad item is reported and skipped.
    function settle(Item[] calldata items, Appraisal calldata appraisal, bytes[] calldata validatorSignatures) external;

    /// @notice Retries moving charges out of a vault after the token refused it during `settle`.
    function collect(address host, address operator, address asset) external;

    /// @notice Pays the caller all that it is owed of one asset.
    function withdraw(address asset) external returns (uint256 amount);

    /// @notice Changes how later charges are split.
    function setSplit(Split calldata split) external;

    /// @notice Address that offers of a host name as `payTo`, deployed or not.
    function vaultOf(address host) external view returns (address);

    /// @notice What a party can withdraw of one asset.
    function creditOf(address party, address asset) external view returns (uint256);

    /// @notice Charges that still rest in the host's vault because the token refused to move them.
    function uncollectedOf(address host, address operator, address asset) external view returns (Shares memory);

    /// @notice The split in force.
    function currentSplit() external view returns (Split memory);

    /// @notice EIP-712 digest of a receipt.
    function receiptId(Receipt calldata receipt) external view returns (bytes32);

    /// @notice EIP-712 digest of an appraisal.
    function appraisalDigest(Appraisal calldata appraisal) external view returns (bytes32);
}
