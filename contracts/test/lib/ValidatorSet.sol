// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IValidatorWeights} from "../../src/interfaces/IValidatorWeights.sol";

/// @notice Validators whose weights an administrator sets, for tests of what is not staking.
contract ValidatorSet is AccessManaged, IValidatorWeights {
    using Checkpoints for Checkpoints.Trace208;

    mapping(address validator => Checkpoints.Trace208) private _weights;
    Checkpoints.Trace208 private _total;

    event ValidatorWeightChanged(address indexed validator, uint208 weight);

    constructor(address authority) AccessManaged(authority) {}

    /// @notice Sets the weight of a validator from now on; zero removes it.
    function setWeight(address validator, uint208 weight) external restricted {
        uint48 time = uint48(block.timestamp);
        (uint208 previous,) = _weights[validator].push(time, weight);
        _total.push(time, _total.latest() - previous + weight);
        emit ValidatorWeightChanged(validator, weight);
    }

    /// @inheritdoc IValidatorWeights
    function weightAt(address validator, uint48 time) external view returns (uint256) {
        return _weights[validator].upperLookupRecent(time);
    }

    /// @inheritdoc IValidatorWeights
    function quorumAt(uint48 time) external view returns (uint256) {
        return uint256(_total.upperLookupRecent(time)) * 2 / 3 + 1;
    }
}
