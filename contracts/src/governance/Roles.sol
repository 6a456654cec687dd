// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Roles in the Authority; its admin role, zero, is the timelock's alone after genesis.
library Roles {
    /// @dev May stop one enclave key at a time, at once, and can start or change nothing.
    uint64 internal constant GUARDIAN = 1;
}
