// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBatchSettlement} from "../interfaces/IBatchSettlement.sol";
import {IChannelMoney} from "../interfaces/IChannelMoney.sol";
import {BoundedCall} from "../settlement/BoundedCall.sol";
import {Charges} from "../settlement/Charges.sol";

/// @notice What Settlement does for channels: it is their authorizer, and splits what was claimed.
/// @dev Whoever has the role decides which vouchers are claimed and whose operator earned them. It cannot touch anything but
/// channels that name this contract, and never gets more split than channels paid to the host's vault.
abstract contract ChannelMoney is Charges, IChannelMoney {
    uint256 private constant SEND_GAS = 200_000;

    /// @dev Where `x402BatchSettlement` is on every chain.
    IBatchSettlement private constant CHANNELS = IBatchSettlement(0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003);

    mapping(address host => mapping(address asset => uint256)) private _channelCharges;

    /// @inheritdoc IChannelMoney
    function callChannels(bytes calldata input) external restricted whenNotPaused nonReentrant {
        (bool success, bytes memory answer) = address(CHANNELS).call(input);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }

    /// @inheritdoc IChannelMoney
    function chargeChannels(address host, address operator, address asset, uint256 charge)
        external
        restricted
        whenNotPaused
        nonReentrant
    {
        Split memory split = currentSplit();
        Run memory run;
        _enterRun(run, split, host, operator, asset);
        uint256 charges = _channelCharges[host][asset] + charge;
        (uint128 totalClaimed,) = CHANNELS.receivers(run.vault, asset);
        require(charges <= totalClaimed, ChannelMoneyNotClaimed(totalClaimed, charges));
        _channelCharges[host][asset] = charges;

        Shares memory shares = _sharesOf(split, charge);
        _add(run.shares, shares);
        // What the token refuses to move now waits in the channel contract or the vault, for `settle` and `collect`.
        BoundedCall.tryCall(address(CHANNELS), SEND_GAS, abi.encodeCall(IBatchSettlement.settle, (run.vault, asset)));
        _finishRun(run, split);
        emit ChannelsCharged(
            host, operator, asset, charge, shares.host, shares.operator, shares.validators, shares.treasury
        );
    }

    /// @inheritdoc IChannelMoney
    function channels() external pure returns (IBatchSettlement) {
        return CHANNELS;
    }

    /// @inheritdoc IChannelMoney
    function channelChargesOf(address host, address asset) external view returns (uint256) {
        return _channelCharges[host][asset];
    }
}
