// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IValidatorStaking} from "../interfaces/IValidatorStaking.sol";
import {IValidatorWeights} from "../interfaces/IValidatorWeights.sol";
import {Units, UnitsMath} from "./Units.sol";

/// @notice Pools of stake and the positions in them through time, and the weights and votes that follow.
abstract contract StakePools is IValidatorStaking {
    using Checkpoints for Checkpoints.Trace208;
    using SafeCast for uint256;

    /// @dev Votes are counted over these, so their number is bounded.
    uint256 private constant MAX_VALIDATORS_PER_STAKER = 8;

    uint256 private immutable _minSelfStake;
    uint256 private immutable _quorumFloor;
    mapping(address validator => Checkpoints.Trace208) private _tokens;
    mapping(address validator => Checkpoints.Trace208) private _units;
    mapping(address validator => Checkpoints.Trace208) private _active;
    mapping(address validator => mapping(address staker => Checkpoints.Trace208)) private _positions;
    mapping(address staker => address[]) private _validatorsOf;
    Checkpoints.Trace208 private _total;

    constructor(uint256 minSelfStake, uint256 quorumFloor) {
        // Reward sums are divided by weights, which this keeps from becoming tiny.
        require(minSelfStake >= 1e18 && quorumFloor >= minSelfStake, ValidatorStakingBadParameters());
        _minSelfStake = minSelfStake;
        _quorumFloor = quorumFloor;
    }

    /// @inheritdoc IValidatorWeights
    function weightAt(address validator, uint48 time) external view returns (uint256) {
        // Stake of this very second does not count: it could be borrowed for one transaction.
        uint48 before = _justBefore(time);
        return _active[validator].upperLookupRecent(before) == 0 ? 0 : _tokens[validator].upperLookupRecent(before);
    }

    /// @inheritdoc IValidatorWeights
    /// @dev Below the floor nobody can be a quorum by being the only one who stakes.
    function quorumAt(uint48 time) external view returns (uint256) {
        uint256 total = _total.upperLookupRecent(_justBefore(time));
        return (total < _quorumFloor ? _quorumFloor : total) * 2 / 3 + 1;
    }

    /// @inheritdoc IValidatorStaking
    function getVotes(address account) external view returns (uint256) {
        return _votesAt(account, uint48(block.timestamp));
    }

    /// @inheritdoc IValidatorStaking
    function getPastVotes(address account, uint256 timepoint) external view returns (uint256) {
        require(timepoint < block.timestamp, ValidatorStakingFutureLookup(timepoint, uint48(block.timestamp)));
        return _votesAt(account, uint48(timepoint));
    }

    /// @inheritdoc IValidatorStaking
    function sharesOf(address validator, address staker) public view returns (uint256) {
        return _position(validator, staker).current(_unitsOf(validator));
    }

    /// @inheritdoc IValidatorStaking
    function stakeOf(address validator, address staker) public view returns (uint256) {
        return UnitsMath.toTokens(sharesOf(validator, staker), _tokensOf(validator), _unitsOf(validator).shares());
    }

    function _tokensOf(address validator) internal view returns (uint256) {
        return _tokens[validator].latest();
    }

    function _unitsOf(address validator) internal view returns (Units) {
        return Units.wrap(_units[validator].latest());
    }

    function _position(address validator, address staker) internal view returns (Units) {
        return Units.wrap(_positions[validator][staker].latest());
    }

    function _isActive(address validator) internal view returns (bool) {
        return _active[validator].latest() == 1;
    }

    function _weightOf(address validator) internal view returns (uint256) {
        return _isActive(validator) ? _tokensOf(validator) : 0;
    }

    function _totalWeight() internal view returns (uint256) {
        return _total.latest();
    }

    function _setPosition(address validator, address staker, uint256 shares) internal {
        Units units = UnitsMath.pack(_unitsOf(validator).epoch(), shares);
        _positions[validator][staker].push(uint48(block.timestamp), Units.unwrap(units));
    }

    /// @dev Call it after the position of the validator itself was set: that decides whether the pool weighs.
    function _setPool(address validator, uint256 tokens, Units units) internal {
        uint48 time = uint48(block.timestamp);
        uint256 weight = _weightOf(validator);
        _tokens[validator].push(time, tokens.toUint208());
        _units[validator].push(time, Units.unwrap(units));

        bool active = stakeOf(validator, validator) >= _minSelfStake;
        if (active != _isActive(validator)) _active[validator].push(time, active ? 1 : 0);
        uint256 newWeight = active ? tokens : 0;
        if (newWeight == weight) return;
        _total.push(time, (_totalWeight() - weight + newWeight).toUint208());
        emit ValidatorWeightChanged(validator, newWeight);
    }

    /// @dev Makes a place for the validator in the list over which the staker's votes are counted.
    function _enlist(address validator, address staker) internal {
        address[] storage list = _validatorsOf[staker];
        uint256 length = list.length;
        uint256 place = length;
        for (uint256 i = 0; i < length; ++i) {
            if (list[i] == validator) return;
            if (sharesOf(list[i], staker) == 0) place = i;
        }
        // A place is taken over only where there is no other, so that past votes stay known as long as they can.
        if (length < MAX_VALIDATORS_PER_STAKER) {
            list.push(validator);
        } else {
            require(place < length, ValidatorStakingTooManyValidators(staker));
            list[place] = validator;
        }
    }

    function _votesAt(address account, uint48 time) private view returns (uint256 votes) {
        address[] storage list = _validatorsOf[account];
        for (uint256 i = 0; i < list.length; ++i) {
            address validator = list[i];
            Units units = Units.wrap(_units[validator].upperLookupRecent(time));
            Units held = Units.wrap(_positions[validator][account].upperLookupRecent(time));
            uint256 tokens = _tokens[validator].upperLookupRecent(time);
            votes += UnitsMath.toTokens(held.current(units), tokens, units.shares());
        }
    }

    function _justBefore(uint48 time) private view returns (uint48) {
        require(time <= block.timestamp, ValidatorStakingFutureLookup(time, uint48(block.timestamp)));
        return time == 0 ? 0 : time - 1;
    }
}
