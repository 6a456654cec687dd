// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Brings a deposit into the channel contract by one way of paying; the interface is x402's.
interface IDepositCollector {
    error DepositCollectorOnlyChannels(address caller);

    /// @notice Moves `amount` of the payer's `token` to the caller, which is the channel contract.
    /// @param channelId what the payer's signature must be bound to
    /// @param collectorData the payer's signature and what belongs to it
    function collect(address payer, address token, uint256 amount, bytes32 channelId, bytes calldata collectorData)
        external;
}
