// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IInferenceRequests} from "../interfaces/IInferenceRequests.sol";

/// @notice Takes money in whole or not at all, and owes it to parties until they take it.
abstract contract Escrow is ReentrancyGuardTransient, IInferenceRequests {
    using SafeERC20 for IERC20;

    mapping(address party => mapping(address asset => uint256)) private _credits;

    /// @inheritdoc IInferenceRequests
    function withdraw(address asset) external nonReentrant returns (uint256 amount) {
        amount = _credits[msg.sender][asset];
        require(amount != 0, InferenceRequestsNothingToWithdraw());
        delete _credits[msg.sender][asset];
        emit Withdrawn(msg.sender, asset, amount);
        IERC20(asset).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IInferenceRequests
    function creditOf(address party, address asset) external view returns (uint256) {
        return _credits[party][asset];
    }

    /// @dev Refuses tokens that deliver less than was sent: the difference would be other askers' money.
    function _takeIn(address asset, uint256 amount) internal {
        uint256 before = IERC20(asset).balanceOf(address(this));
        IERC20(asset).safeTransferFrom(msg.sender, address(this), amount);
        uint256 grown = IERC20(asset).balanceOf(address(this)) - before;
        require(grown == amount, InferenceRequestsShortEscrow(amount, grown));
    }

    function _credit(address party, address asset, uint256 amount) internal {
        if (amount != 0) _credits[party][asset] += amount;
    }
}
