// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {StakeWorld} from "../lib/StakeWorld.sol";

/// @notice What stakers pay.
contract StakingGasTest is StakeWorld {
    function test_stakingGas() public {
        stake(ANN, ANN, 1e24);
        later(1);
        uint256 shares = stake(DEE, ANN, 1e24);
        vm.snapshotGasLastCall("ValidatorStaking", "stake, first of a staker");
        later(1);
        stake(DEE, ANN, 1e24);
        vm.snapshotGasLastCall("ValidatorStaking", "stake, more");
        staking.reward(1e24);
        vm.snapshotGasLastCall("ValidatorStaking", "reward");
        later(1);
        claim(DEE, ANN);
        vm.snapshotGasLastCall("ValidatorStaking", "claim");
        later(1);
        uint256 id = thaw(DEE, ANN, shares);
        vm.snapshotGasLastCall("ValidatorStaking", "thaw");
        later(DELAY);
        staking.slash(ANN, 1e23, SINK);
        vm.snapshotGasLastCall("ValidatorStaking", "slash");
        withdraw(DEE, id);
        vm.snapshotGasLastCall("ValidatorStaking", "withdraw");
    }
}
