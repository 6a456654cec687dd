// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatchSettlement} from "./IBatchSettlement.sol";

/// @notice Payment channels that name Settlement as `receiverAuthorizer` and a host's vault as receiver.
interface IChannelMoney {
    event ChannelsCharged(
        address indexed host,
        address indexed operator,
        address indexed asset,
        uint256 charge,
        uint256 hostShare,
        uint256 operatorShare,
        uint256 validatorShare,
        uint256 treasuryShare
    );

    error ChannelMoneyNotClaimed(uint256 claimed, uint256 charged);

    /// @notice Calls the channel contract as this one.
    function callChannels(bytes calldata input) external;

    /// @notice Splits what was claimed from channels for a host's vault.
    function chargeChannels(address host, address operator, address asset, uint256 charge) external;

    /// @notice The channel contract.
    function channels() external pure returns (IBatchSettlement);

    /// @notice What was ever split for a host of what its channels paid.
    function channelChargesOf(address host, address asset) external view returns (uint256);
}
