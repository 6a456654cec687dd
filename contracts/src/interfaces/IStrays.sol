// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Receipt, StrayStatement} from "../message/Messages.sol";

/// @notice Money that reached a vault outside a batch, because somebody else submitted what the payer signed.
interface IStrays {
    event StrayCredited(
        bytes32 indexed receiptId, bytes32 indexed paymentId, bytes32 transactionHash, uint64 logIndex, uint256 amount
    );
    event StrayReturned(
        bytes32 indexed paymentId,
        address indexed payer,
        address indexed host,
        address asset,
        uint256 amount,
        bytes32 transactionHash,
        uint64 logIndex
    );

    error StraysNotCurrent(uint64 statedAt, uint256 time);
    error StraysClosed(bytes32 paymentId);
    error StraysLogUsed(bytes32 transactionHash, uint64 logIndex);
    error StraysAboveSurplus(uint256 amount, uint256 surplus);
    error StraysTooEarly(uint256 from);
    error StraysMismatch(bytes32 member);
    error StraysKeyNotGood(address enclaveKey);
    error StraysBadSignature();

    /// @notice Splits a stray payment as its receipt says, as if it had been settled.
    function creditStray(
        Receipt calldata receipt,
        bytes calldata enclaveSignature,
        StrayStatement calldata statement,
        bytes[] calldata validatorSignatures
    ) external;

    /// @notice Returns a stray payment that no receipt charges to its payer, a day after it could last be submitted.
    function returnStray(StrayStatement calldata statement, bytes[] calldata validatorSignatures) external;

    /// @notice What a host's vault holds of an asset beyond the charges that wait there.
    function surplusOf(address host, address asset) external view returns (uint256);

    /// @notice Whether a payment ended here other than by its nonce: a stray, or an `upto` charge of zero.
    function isClosed(bytes32 paymentId) external view returns (bool);

    /// @notice EIP-712 digest that the validators sign.
    function strayDigest(StrayStatement calldata statement) external view returns (bytes32);
}
