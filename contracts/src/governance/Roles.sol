// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Roles in the Authority; its admin role, zero, is the timelock's alone after genesis.
library Roles {
    /// @dev May stop one enclave key at a time and pause at once, and can start or change nothing.
    uint64 internal constant GUARDIAN = 1;
    /// @dev May slash stake; held by the contract that carries out verdicts.
    uint64 internal constant DISPUTES = 2;
    /// @dev May claim channels for Settlement; held by the contract that checks their receipts.
    uint64 internal constant CHANNELS = 3;
}
