// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorStaking} from "../../src/interfaces/IValidatorStaking.sol";
import {StakeWorld} from "../lib/StakeWorld.sol";

/// @notice Who shares in a reward, and by how much.
contract StakingRewardsTest is StakeWorld {
    function test_rewardsGoByWeightAndShares(uint256[4] memory amounts, uint256 paid) public {
        uint256[4] memory stakes;
        for (uint256 i = 0; i < 4; ++i) {
            stakes[i] = bound(amounts[i], SELF, 1e26);
        }
        stake(ANN, ANN, stakes[0]);
        stake(DEE, ANN, stakes[1]);
        stake(BEN, BEN, stakes[2]);
        stake(EVE, BEN, stakes[3]);
        uint256 total = stakes[0] + stakes[1] + stakes[2] + stakes[3];
        paid = bound(paid, 1, 1e26);

        staking.reward(paid);

        assertJustBelow(claim(ANN, ANN), paid * stakes[0] / total, 2);
        assertJustBelow(claim(DEE, ANN), paid * stakes[1] / total, 2);
        assertJustBelow(claim(BEN, BEN), paid * stakes[2] / total, 2);
        assertJustBelow(claim(EVE, BEN), paid * stakes[3] / total, 2);
        assertEq(claim(EVE, BEN), 0);
        assertTrue(opg.balanceOf(address(staking)) >= total, "stake is untouched");
    }

    function test_aRewardIsForThoseWhoWereThere() public {
        stake(ANN, ANN, SELF);
        staking.reward(100e18);
        stake(DEE, ANN, SELF);
        staking.reward(100e18);
        thaw(ANN, ANN, 1);
        assertEq(staking.claimable(ANN, ANN), 150e18);
        assertEq(staking.claimable(ANN, DEE), 50e18);
        vm.expectRevert(IValidatorStaking.ValidatorStakingNobodyToReward.selector);
        staking.reward(100e18);
        stake(ANN, ANN, 1);
        staking.reward(100e18);
        assertEq(claim(ANN, ANN), 200e18);
        assertEq(claim(DEE, ANN), 100e18);
    }

    function test_inactivePoolsEarnNothing() public {
        stake(ANN, ANN, SELF);
        stake(DEE, BEN, SELF * 5);
        staking.reward(100e18);
        assertEq(claim(ANN, ANN), 100e18);
        assertEq(claim(DEE, BEN), 0);
    }

    function test_thawingEarnsNothing() public {
        stake(ANN, ANN, SELF);
        uint256 shares = stake(DEE, ANN, SELF);
        thaw(DEE, ANN, shares);
        staking.reward(100e18);
        assertEq(staking.claimable(ANN, DEE), 0);
        assertEq(staking.claimable(ANN, ANN), 100e18);
    }

    function test_aWipedPoolKeepsWhatWasEarnedAndEarnsNoMore() public {
        stake(ANN, ANN, SELF);
        stake(DEE, ANN, SELF);
        staking.reward(100e18);
        staking.slash(ANN, type(uint256).max, SINK);
        stake(ANN, ANN, SELF);
        staking.reward(60e18);
        assertEq(staking.claimable(ANN, DEE), 50e18);
        assertEq(claim(DEE, ANN), 50e18);
        assertEq(claim(ANN, ANN), 110e18);
        assertEq(opg.balanceOf(address(staking)), SELF);
    }

    function test_aNewEpochStartsWithoutOldRewardsAndDebts() public {
        stake(ANN, ANN, SELF);
        stake(DEE, ANN, SELF);
        staking.reward(100e18);
        claim(DEE, ANN);
        staking.slash(ANN, type(uint256).max, SINK);
        stake(ANN, ANN, SELF);
        staking.reward(10e18);

        stake(DEE, ANN, SELF);
        stake(EVE, ANN, 2 * SELF);
        assertEq(staking.claimable(ANN, DEE), 0);
        assertEq(staking.claimable(ANN, EVE), 0);
        staking.reward(40e18);
        assertEq(claim(ANN, ANN), 70e18);
        assertEq(claim(DEE, ANN), 10e18);
        assertEq(claim(EVE, ANN), 20e18);
    }

    function test_aSlashDoesNotTouchWhatWasEarned() public {
        stake(ANN, ANN, SELF * 10);
        stake(BEN, BEN, SELF * 10);
        staking.reward(100e18);
        staking.slash(ANN, SELF * 5, SINK);
        assertEq(claim(ANN, ANN), 50e18);
        staking.reward(150e18);
        assertEq(claim(ANN, ANN), 50e18);
        assertEq(claim(BEN, BEN), 150e18);
    }

    function test_commissionIsOfLaterRewardsOnly() public {
        stake(ANN, ANN, SELF);
        stake(DEE, ANN, SELF);
        staking.reward(100e18);
        vm.prank(ANN);
        staking.setCommission(1000);
        staking.reward(100e18);
        assertEq(staking.claimable(ANN, ANN), 50e18 + 55e18);
        assertEq(staking.claimable(ANN, DEE), 50e18 + 45e18);
        assertEq(claim(ANN, ANN), 105e18);
        assertEq(claim(DEE, ANN), 95e18);
        vm.prank(ANN);
        vm.expectRevert(abi.encodeWithSelector(IValidatorStaking.ValidatorStakingBadCommission.selector, 2001, 2000));
        staking.setCommission(2001);
    }

    function test_refusesAnEmptyReward() public {
        vm.expectRevert(IValidatorStaking.ValidatorStakingZeroAmount.selector);
        staking.reward(0);
    }
}
