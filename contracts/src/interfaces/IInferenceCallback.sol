// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a contract implements to be told the answer to an inference that it asked for.
interface IInferenceCallback {
    /// @notice Takes the answer; check the caller, and that the id is one of yours.
    function onInference(uint256 requestId, bytes32 receiptId, bytes calldata answer) external;
}
