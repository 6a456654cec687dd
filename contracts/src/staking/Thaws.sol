// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IValidatorStaking} from "../interfaces/IValidatorStaking.sol";
import {Units, UnitsMath} from "./Units.sol";

/// @notice Stake that waits to leave, pooled per validator so that a slash reaches all of it in one step.
abstract contract Thaws is IValidatorStaking {
    using SafeCast for uint256;

    struct Waiting {
        uint256 tokens;
        Units units;
    }

    uint48 private immutable _delay;
    uint256 private _lastId;
    mapping(address validator => Waiting) private _waiting;
    mapping(uint256 thawId => Thaw) private _thaws;

    constructor(uint48 delay) {
        // Settlement accepts appraisals of the last two hours: what stood behind them must still be here.
        require(delay >= 1 days && delay <= 365 days, ValidatorStakingBadParameters());
        _delay = delay;
    }

    /// @inheritdoc IValidatorStaking
    function thawOf(uint256 thawId) external view returns (Thaw memory) {
        return _thaws[thawId];
    }

    function _waitingAt(address validator) internal view returns (Waiting memory) {
        return _waiting[validator];
    }

    function _setWaiting(address validator, uint256 tokens, Units units) internal {
        _waiting[validator] = Waiting(tokens, units);
    }

    function _startThaw(address validator, address staker, uint256 amount) internal returns (uint256 thawId) {
        Waiting memory waiting = _waiting[validator];
        uint256 shares = UnitsMath.toShares(amount, waiting.tokens, waiting.units.shares());
        uint256 epoch = waiting.units.epoch();
        uint48 until = uint48(block.timestamp) + _delay;
        _setWaiting(validator, waiting.tokens + amount, UnitsMath.pack(epoch, waiting.units.shares() + shares));
        thawId = ++_lastId;
        _thaws[thawId] = Thaw(staker, validator, shares.toUint128(), epoch.toUint64(), until);
        emit Thawing(thawId, validator, staker, amount, until);
    }

    function _finishThaw(uint256 thawId) internal returns (address validator, uint256 amount) {
        Thaw memory thawed = _thaws[thawId];
        require(thawed.staker == msg.sender, ValidatorStakingNotYours(thawId, msg.sender));
        require(block.timestamp >= thawed.until, ValidatorStakingStillThawing(thawId, thawed.until));
        delete _thaws[thawId];
        validator = thawed.validator;
        Waiting memory waiting = _waiting[validator];
        uint256 epoch = waiting.units.epoch();
        if (thawed.epoch != epoch) return (validator, 0);
        amount = UnitsMath.toTokens(thawed.shares, waiting.tokens, waiting.units.shares());
        _setWaiting(validator, waiting.tokens - amount, UnitsMath.pack(epoch, waiting.units.shares() - thawed.shares));
    }
}
