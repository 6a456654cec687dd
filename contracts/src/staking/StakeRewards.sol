// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorStaking} from "../interfaces/IValidatorStaking.sol";
import {StakePools} from "./StakePools.sol";
import {Units} from "./Units.sol";

/// @notice Rewards by weight to pools and by shares within them, each step in constant time.
abstract contract StakeRewards is StakePools {
    struct Earnings {
        uint256 paidPerWeight;
        uint16 commissionBps;
    }

    uint16 private constant MAX_COMMISSION_BPS = 2000;
    uint256 private constant BPS = 10_000;
    uint256 private constant SCALE = 1e36;

    uint256 private _perWeight;
    mapping(address validator => Earnings) private _earnings;
    /// @dev By epoch, so that shares of a past epoch stop earning with it.
    mapping(address validator => mapping(uint256 epoch => uint256)) private _perShare;
    mapping(address validator => mapping(address staker => uint256)) private _paidPerShare;
    mapping(address staker => uint256) private _owed;

    /// @inheritdoc IValidatorStaking
    function setCommission(uint16 commissionBps) external {
        require(commissionBps <= MAX_COMMISSION_BPS, ValidatorStakingBadCommission(commissionBps, MAX_COMMISSION_BPS));
        // What was earned before is split as it was announced before.
        _earn(msg.sender);
        _earnings[msg.sender].commissionBps = commissionBps;
        emit CommissionSet(msg.sender, commissionBps);
    }

    /// @inheritdoc IValidatorStaking
    function claimable(address validator, address staker) external view returns (uint256 amount) {
        (uint256 commission, uint256 perShare) = _pending(validator);
        Units held = _position(validator, staker);
        uint256 reached = _perShare[validator][held.epoch()];
        if (held.epoch() == _unitsOf(validator).epoch()) reached += perShare;
        amount = _owed[staker] + held.shares() * (reached - _paidPerShare[validator][staker]) / SCALE;
        if (staker == validator) amount += commission;
    }

    function _commissionOf(address validator) internal view returns (uint16) {
        return _earnings[validator].commissionBps;
    }

    function _distribute(uint256 amount) internal {
        uint256 total = _totalWeight();
        require(total != 0, ValidatorStakingNobodyToReward());
        _perWeight += amount * SCALE / total;
    }

    /// @dev Brings a pool up to date; call it before its weight or its shares change.
    function _earn(address validator) internal {
        (uint256 commission, uint256 perShare) = _pending(validator);
        _earnings[validator].paidPerWeight = _perWeight;
        if (commission != 0) _owed[validator] += commission;
        if (perShare != 0) _perShare[validator][_unitsOf(validator).epoch()] += perShare;
    }

    /// @dev Brings a pool and a position up to date; call it before the position changes.
    function _settleRewards(address validator, address staker) internal {
        _earn(validator);
        Units held = _position(validator, staker);
        uint256 reached = _perShare[validator][held.epoch()];
        uint256 earned = held.shares() * (reached - _paidPerShare[validator][staker]) / SCALE;
        if (earned != 0) _owed[staker] += earned;
        _paidPerShare[validator][staker] = reached;
    }

    /// @dev Starts a position in the pool's epoch, where it was in an earlier one.
    function _joinEpoch(address validator, address staker) internal {
        uint256 epoch = _unitsOf(validator).epoch();
        if (_position(validator, staker).epoch() == epoch) return;
        _paidPerShare[validator][staker] = _perShare[validator][epoch];
        _setPosition(validator, staker, 0);
    }

    function _takeOwed(address staker) internal returns (uint256 amount) {
        amount = _owed[staker];
        delete _owed[staker];
    }

    function _pending(address validator) private view returns (uint256 commission, uint256 perShare) {
        uint256 weight = _weightOf(validator);
        if (weight == 0) return (0, 0);
        uint256 earned = weight * (_perWeight - _earnings[validator].paidPerWeight) / SCALE;
        commission = earned * _earnings[validator].commissionBps / BPS;
        // A pool that weighs has shares.
        perShare = (earned - commission) * SCALE / _unitsOf(validator).shares();
    }
}
