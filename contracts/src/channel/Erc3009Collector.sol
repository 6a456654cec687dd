// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC3009Bytes} from "../interfaces/IERC3009Bytes.sol";
import {IDepositCollector} from "../interfaces/IDepositCollector.sol";

/// @notice Deposits by EIP-3009 `receiveWithAuthorization`, as the published `ERC3009DepositCollector` takes them.
/// @dev The nonce is a hash of the channel, so that nobody deposits a payer's money in another channel than it signed for.
contract Erc3009Collector is IDepositCollector {
    using SafeERC20 for IERC20;

    address private immutable _channels;

    constructor(address channels) {
        _channels = channels;
    }

    /// @inheritdoc IDepositCollector
    /// @param collectorData `abi.encode(uint256 validAfter, uint256 validBefore, uint256 salt, bytes signature)`
    function collect(address payer, address token, uint256 amount, bytes32 channelId, bytes calldata collectorData)
        external
    {
        require(msg.sender == _channels, DepositCollectorOnlyChannels(msg.sender));
        (uint256 validAfter, uint256 validBefore, uint256 salt, bytes memory signature) =
            abi.decode(collectorData, (uint256, uint256, uint256, bytes));
        bytes32 nonce = keccak256(abi.encode(channelId, salt));
        IERC3009Bytes(token)
            .receiveWithAuthorization(payer, address(this), amount, validAfter, validBefore, nonce, signature);
        IERC20(token).safeTransfer(_channels, amount);
    }
}
