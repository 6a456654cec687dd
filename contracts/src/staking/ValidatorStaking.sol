// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IValidatorStaking} from "../interfaces/IValidatorStaking.sol";
import {StakePools} from "./StakePools.sol";
import {StakeRewards} from "./StakeRewards.sol";
import {Thaws} from "./Thaws.sol";
import {Units, UnitsMath} from "./Units.sol";

/// @notice Anybody who stakes enough on itself is a validator, as heavy as all that is staked on it.
/// @dev The authority can slash and nothing else. The token must be OPG: one that takes fees or calls back would break it.
contract ValidatorStaking is AccessManaged, StakeRewards, Thaws {
    using SafeERC20 for IERC20;

    IERC20 private immutable _token;

    constructor(address authority, IERC20 token, uint256 minSelfStake, uint256 quorumFloor, uint48 thawDelay)
        AccessManaged(authority)
        StakePools(minSelfStake, quorumFloor)
        Thaws(thawDelay)
    {
        _token = token;
    }

    /// @inheritdoc IValidatorStaking
    function stake(address validator, uint256 amount) external returns (uint256 shares) {
        require(validator != address(0), ValidatorStakingBadValidator());
        require(amount != 0, ValidatorStakingZeroAmount());
        _enlist(validator, msg.sender);
        _settleRewards(validator, msg.sender);
        _joinEpoch(validator, msg.sender);

        Units units = _unitsOf(validator);
        uint256 tokens = _tokensOf(validator);
        shares = UnitsMath.toShares(amount, tokens, units.shares());
        _setPosition(validator, msg.sender, sharesOf(validator, msg.sender) + shares);
        _setPool(validator, tokens + amount, UnitsMath.pack(units.epoch(), units.shares() + shares));
        emit Staked(validator, msg.sender, amount, shares);
        _token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IValidatorStaking
    function thaw(address validator, uint256 shares) external returns (uint256 thawId) {
        uint256 held = sharesOf(validator, msg.sender);
        require(shares <= held, ValidatorStakingNotEnoughShares(held, shares));
        _settleRewards(validator, msg.sender);

        Units units = _unitsOf(validator);
        uint256 tokens = _tokensOf(validator);
        uint256 amount = UnitsMath.toTokens(shares, tokens, units.shares());
        require(amount != 0, ValidatorStakingZeroAmount());
        _setPosition(validator, msg.sender, held - shares);
        _setPool(validator, tokens - amount, UnitsMath.pack(units.epoch(), units.shares() - shares));
        return _startThaw(validator, msg.sender, amount);
    }

    /// @inheritdoc IValidatorStaking
    function withdraw(uint256 thawId) external returns (uint256 amount) {
        address validator;
        (validator, amount) = _finishThaw(thawId);
        emit Withdrawn(thawId, validator, msg.sender, amount);
        if (amount != 0) _token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IValidatorStaking
    function claim(address validator) external returns (uint256 amount) {
        _settleRewards(validator, msg.sender);
        amount = _takeOwed(msg.sender);
        emit RewardClaimed(msg.sender, amount);
        if (amount != 0) _token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IValidatorStaking
    function reward(uint256 amount) external {
        require(amount != 0, ValidatorStakingZeroAmount());
        _distribute(amount);
        emit Rewarded(msg.sender, amount);
        _token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IValidatorStaking
    function slash(address validator, uint256 amount, address receiver) external restricted returns (uint256 taken) {
        _earn(validator);
        Waiting memory waiting = _waitingAt(validator);
        uint256 tokens = _tokensOf(validator);
        uint256 held = tokens + waiting.tokens;
        amount = Math.min(amount, held);
        require(amount != 0, ValidatorStakingNothingToSlash(validator));

        // Rounded against those who leave: nobody gets out of a slash by thawing first.
        uint256 fromThawing = Math.mulDiv(amount, waiting.tokens, held, Math.Rounding.Ceil);
        (uint256 left, Units units) = _unitsOf(validator).lose(tokens, amount - fromThawing);
        (uint256 leftWaiting, Units waitingUnits) = waiting.units.lose(waiting.tokens, fromThawing);
        _setPool(validator, left, units);
        _setWaiting(validator, leftWaiting, waitingUnits);
        taken = held - left - leftWaiting;
        emit Slashed(validator, receiver, tokens - left, waiting.tokens - leftWaiting);
        _token.safeTransfer(receiver, taken);
    }

    /// @inheritdoc IValidatorStaking
    function poolOf(address validator) external view returns (Pool memory) {
        Units units = _unitsOf(validator);
        Waiting memory waiting = _waitingAt(validator);
        return Pool({
            tokens: _tokensOf(validator),
            shares: units.shares(),
            epoch: units.epoch(),
            thawingTokens: waiting.tokens,
            thawingShares: waiting.units.shares(),
            thawingEpoch: waiting.units.epoch(),
            commissionBps: _commissionOf(validator),
            active: _isActive(validator)
        });
    }
}
