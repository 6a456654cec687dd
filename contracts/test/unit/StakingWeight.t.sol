// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IValidatorStaking} from "../../src/interfaces/IValidatorStaking.sol";
import {ValidatorStaking} from "../../src/staking/ValidatorStaking.sol";
import {StakeWorld} from "../lib/StakeWorld.sol";

/// @notice What stake weighs and votes through time.
contract StakingWeightTest is StakeWorld {
    function test_stakeOnOneselfMakesAValidator() public {
        stake(ANN, ANN, SELF - 1);
        later(1);
        assertEq(weight(ANN), 0);
        stake(ANN, ANN, 1);
        assertEq(weight(ANN), 0);
        later(1);
        assertEq(weight(ANN), SELF);
        assertEq(staking.weightAt(ANN, uint48(block.timestamp - 1)), 0);
        assertTrue(staking.poolOf(ANN).active, "active");
    }

    function test_delegatedStakeWeighsOnlyBehindAValidator(uint256 amount) public {
        amount = bound(amount, 1, 1e26);
        stake(DEE, ANN, amount);
        later(1);
        assertEq(weight(ANN), 0);
        stake(ANN, ANN, SELF);
        later(1);
        assertEq(weight(ANN), SELF + amount);
        thaw(ANN, ANN, 1);
        later(1);
        assertEq(weight(ANN), 0);
    }

    function test_stakeOfThisSecondNeverCounts() public {
        stake(ANN, ANN, 1e25);
        assertEq(weight(ANN), 0);
        vm.expectRevert(
            abi.encodeWithSelector(IValidatorStaking.ValidatorStakingFutureLookup.selector, START + 1, START)
        );
        staking.weightAt(ANN, uint48(START + 1));
        vm.expectRevert(
            abi.encodeWithSelector(IValidatorStaking.ValidatorStakingFutureLookup.selector, START + 1, START)
        );
        staking.quorumAt(uint48(START + 1));
        assertEq(staking.weightAt(ANN, 0), 0);
    }

    function test_pastWeightsStay() public {
        uint256 shares = stake(ANN, ANN, 1e24);
        stake(BEN, BEN, 2e24);
        later(10);
        thaw(ANN, ANN, shares);
        staking.slash(BEN, 1e24, SINK);
        later(10);

        uint48 before = uint48(START + 10);
        assertEq(staking.weightAt(ANN, before), 1e24);
        assertEq(staking.weightAt(BEN, before), 2e24);
        assertEq(staking.quorumAt(before), 2e24 + 1);
        assertEq(weight(ANN), 0);
        assertEq(weight(BEN), 1e24);
        assertEq(staking.weightAt(ANN, uint48(START + 11)), 0);
        assertEq(staking.weightAt(BEN, uint48(START + 11)), 1e24);
    }

    function test_quorumIsMoreThanTwoThirdsAndNeverBelowTheFloors(uint256[3] memory amounts) public {
        uint256 total = 0;
        for (uint256 i = 0; i < 3; ++i) {
            uint256 amount = bound(amounts[i], 1, 5e25);
            stake(accounts[i], accounts[i], amount);
            if (amount >= SELF) total += amount;
        }
        later(1);
        if (total < FLOOR) total = FLOOR;
        assertTrue(quorum() * 3 > total * 2, "more than two thirds");
        assertTrue((quorum() - 1) * 3 <= total * 2, "and not more than needed");
    }

    function test_theOnlyValidatorIsNoQuorumBelowTheFloor() public {
        stake(ANN, ANN, SELF);
        later(1);
        assertTrue(weight(ANN) < quorum(), "no quorum");
    }

    function test_stakedTokensVoteForTheirStakerThroughTime() public {
        uint256 shares = stake(DEE, ANN, 100e18);
        stake(DEE, BEN, 50e18);
        assertEq(staking.getVotes(DEE), 150e18);
        later(10);
        thaw(DEE, ANN, shares / 2);
        staking.slash(BEN, 25e18, SINK);
        assertEq(staking.getVotes(DEE), 75e18);
        later(10);
        assertEq(staking.getPastVotes(DEE, START), 150e18);
        assertEq(staking.getPastVotes(DEE, START + 9), 150e18);
        assertEq(staking.getPastVotes(DEE, START + 10), 75e18);
        assertEq(staking.getPastVotes(DEE, START - 1), 0);
        assertEq(opg.getVotes(address(staking)), 0);
        uint256 now_ = block.timestamp;
        vm.expectRevert(abi.encodeWithSelector(IValidatorStaking.ValidatorStakingFutureLookup.selector, now_, now_));
        staking.getPastVotes(DEE, now_);
    }

    function test_votesOfAWipedPoolAreGoneButNotForThePast() public {
        stake(DEE, ANN, 100e18);
        later(10);
        staking.slash(ANN, 100e18, SINK);
        stake(EVE, ANN, 7e18);
        later(10);
        assertEq(staking.getVotes(DEE), 0);
        assertEq(staking.getVotes(EVE), 7e18);
        assertEq(staking.getPastVotes(DEE, START + 9), 100e18);
        assertEq(staking.getPastVotes(DEE, START + 10), 0);
    }

    function test_oneStakesOnEightValidatorsAtMost() public {
        uint256 shares = 0;
        for (uint160 i = 1; i <= 8; ++i) {
            shares = stake(DEE, address(i), 1e18);
        }
        stake(DEE, address(3), 1e18);
        vm.prank(DEE);
        vm.expectRevert(abi.encodeWithSelector(IValidatorStaking.ValidatorStakingTooManyValidators.selector, DEE));
        staking.stake(address(9), 1e18);

        thaw(DEE, address(8), shares);
        assertEq(staking.getVotes(DEE), 8e18);
        stake(DEE, address(9), 5e18);
        assertEq(staking.getVotes(DEE), 13e18);
    }

    function test_refusesParametersThatWouldBreakIt() public {
        address authority = address(1);
        bytes4 refusal = IValidatorStaking.ValidatorStakingBadParameters.selector;
        vm.expectRevert(refusal);
        new ValidatorStaking(authority, IERC20(opg), 1e18 - 1, FLOOR, DELAY);
        vm.expectRevert(refusal);
        new ValidatorStaking(authority, IERC20(opg), SELF, SELF - 1, DELAY);
        vm.expectRevert(refusal);
        new ValidatorStaking(authority, IERC20(opg), SELF, FLOOR, 1 days - 1);
        vm.expectRevert(refusal);
        new ValidatorStaking(authority, IERC20(opg), SELF, FLOOR, 365 days + 1);
    }
}
