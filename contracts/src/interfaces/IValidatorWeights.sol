// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Voting weights of validators at a time, and what makes a quorum of them.
/// @dev Where weight can be bought, an implementation answers with what was held before `time`, not at it.
interface IValidatorWeights {
    /// @notice Weight of `validator` at Unix time `time`; zero for an account that is no validator.
    function weightAt(address validator, uint48 time) external view returns (uint256);

    /// @notice Least sum of weights that speaks for the validators at Unix time `time`; never zero.
    function quorumAt(uint48 time) external view returns (uint256);
}
