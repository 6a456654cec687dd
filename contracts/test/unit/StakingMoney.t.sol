// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IValidatorStaking} from "../../src/interfaces/IValidatorStaking.sol";
import {StakeWorld} from "../lib/StakeWorld.sol";

/// @notice Stake that comes, leaves after the delay, and is slashed wherever it is.
contract StakingMoneyTest is StakeWorld {
    function test_stakeLeavesAfterTheDelayOnly(uint256 amount, uint256 wait) public {
        amount = bound(amount, 1, 1e26);
        uint256 before = opg.balanceOf(DEE);
        uint256 id = thaw(DEE, ANN, stake(DEE, ANN, amount));
        assertEq(staking.thawOf(id).until, START + DELAY);
        later(bound(wait, 0, DELAY - 1));
        vm.prank(DEE);
        vm.expectRevert(
            abi.encodeWithSelector(IValidatorStaking.ValidatorStakingStillThawing.selector, id, START + DELAY)
        );
        staking.withdraw(id);

        vm.warp(START + DELAY);
        vm.prank(EVE);
        vm.expectRevert(abi.encodeWithSelector(IValidatorStaking.ValidatorStakingNotYours.selector, id, EVE));
        staking.withdraw(id);
        assertEq(withdraw(DEE, id), amount);
        assertEq(opg.balanceOf(DEE), before);
        vm.prank(DEE);
        vm.expectRevert(abi.encodeWithSelector(IValidatorStaking.ValidatorStakingNotYours.selector, id, DEE));
        staking.withdraw(id);
    }

    function test_refusesWhatMakesNoSense() public {
        uint256 shares = stake(DEE, ANN, 10);
        vm.startPrank(DEE);
        vm.expectRevert(IValidatorStaking.ValidatorStakingZeroAmount.selector);
        staking.stake(ANN, 0);
        vm.expectRevert(IValidatorStaking.ValidatorStakingBadValidator.selector);
        staking.stake(address(0), 1);
        vm.expectRevert(IValidatorStaking.ValidatorStakingZeroAmount.selector);
        staking.thaw(ANN, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IValidatorStaking.ValidatorStakingNotEnoughShares.selector, shares, shares + 1)
        );
        staking.thaw(ANN, shares + 1);
        vm.expectRevert(abi.encodeWithSelector(IValidatorStaking.ValidatorStakingNotEnoughShares.selector, 0, 1));
        staking.thaw(BEN, 1);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IValidatorStaking.ValidatorStakingNothingToSlash.selector, BEN));
        staking.slash(BEN, 1, SINK);
        vm.expectRevert(abi.encodeWithSelector(IValidatorStaking.ValidatorStakingNothingToSlash.selector, ANN));
        staking.slash(ANN, 0, SINK);
    }

    function test_onlyTheAuthoritySlashes(address stranger) public {
        vm.assume(stranger != address(this));
        stake(ANN, ANN, 1e24);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        staking.slash(ANN, 1, stranger);
    }

    function test_aSlashTakesStakedAndThawingAlike(uint256 own, uint256 other, uint256 part, uint256 amount) public {
        own = bound(own, 1e9, 1e26);
        other = bound(other, 1e9, 1e26);
        uint256 shares = stake(ANN, ANN, own);
        stake(DEE, ANN, other);
        uint256 id = thaw(ANN, ANN, bound(part, 1, shares));
        IValidatorStaking.Pool memory before = staking.poolOf(ANN);
        amount = bound(amount, 1, own + other);

        uint256 taken = staking.slash(ANN, amount, SINK);

        IValidatorStaking.Pool memory pool = staking.poolOf(ANN);
        assertTrue(taken >= amount, "never less than asked");
        assertEq(opg.balanceOf(SINK), taken);
        assertEq(pool.tokens + pool.thawingTokens + taken, own + other);
        uint256 lostThawing = before.thawingTokens - pool.thawingTokens;
        assertTrue(lostThawing * (own + other) >= amount * before.thawingTokens, "thawing pays its part");
        later(DELAY);
        assertEq(withdraw(ANN, id), pool.thawingTokens);
    }

    function test_stakeSlashToNothingStakeAgain(uint256 first, uint256 second, uint256 third) public {
        first = bound(first, 1, 1e26);
        second = bound(second, 1, 3e25);
        third = bound(third, 1, 3e25);
        stake(ANN, ANN, first);
        assertEq(staking.slash(ANN, type(uint256).max, SINK), first);
        assertEq(staking.stakeOf(ANN, ANN), 0);
        assertEq(staking.sharesOf(ANN, ANN), 0);

        assertEq(stake(DEE, ANN, second), second);
        staking.slash(ANN, second, SINK);
        assertEq(stake(EVE, ANN, third), third);
        assertEq(staking.stakeOf(ANN, EVE), third);
        assertEq(staking.stakeOf(ANN, DEE), 0);
        assertEq(staking.poolOf(ANN).epoch, 2);
        uint256 id = thaw(EVE, ANN, third);
        later(DELAY);
        assertEq(withdraw(EVE, id), third);
    }

    function test_aThawThatWasSlashedToNothingPaysNothing() public {
        uint256 id = thaw(DEE, ANN, stake(DEE, ANN, 1e24));
        staking.slash(ANN, 1e24, SINK);
        uint256 next = thaw(EVE, ANN, stake(EVE, ANN, 3e24));
        later(DELAY);
        assertEq(withdraw(DEE, id), 0);
        assertEq(withdraw(EVE, next), 3e24);
    }

    function test_aNearlyWorthlessPoolStartsAgain() public {
        stake(DEE, ANN, 1e26);
        assertEq(staking.slash(ANN, 1e26 - 1e17, SINK), 1e26 - 1e17);
        assertEq(staking.poolOf(ANN).epoch, 0);
        uint256 shares = stake(EVE, ANN, 5e25);
        assertEq(shares, 5e34);
        assertEq(staking.stakeOf(ANN, EVE), 5e25);

        staking.slash(ANN, 5e25, SINK);
        assertEq(staking.poolOf(ANN).epoch, 1);
        assertEq(staking.poolOf(ANN).tokens, 0);
        assertEq(opg.balanceOf(address(staking)), 0);
    }

    function test_manySlashesNeverBreakAPool(uint256[20] memory parts) public {
        for (uint256 i = 0; i < parts.length; ++i) {
            uint256 amount = bound(parts[i], 1, 4e24);
            uint256 held = staking.poolOf(ANN).tokens;
            stake(DEE, ANN, amount);
            IValidatorStaking.Pool memory pool = staking.poolOf(ANN);
            assertEq(pool.tokens, held + amount);
            assertTrue(pool.tokens <= pool.shares && pool.shares <= pool.tokens * 1e9, "within its bounds");
            assertJustBelow(staking.stakeOf(ANN, DEE), pool.tokens, 1);
            staking.slash(ANN, bound(parts[i] >> 100, pool.tokens * 9 / 10 + 1, pool.tokens), SINK);
        }
    }

    function test_nobodyRaisesThePriceOfAShare(uint256[16] memory steps, uint256 slashed) public {
        stake(EVE, ANN, 10);
        staking.slash(ANN, bound(slashed, 1, 9), SINK);
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 shares = staking.sharesOf(ANN, EVE);
            IValidatorStaking.Pool memory pool = staking.poolOf(ANN);
            uint256 some = bound(steps[i], 1, shares + 1);
            if (some > shares || some * pool.tokens < pool.shares) stake(EVE, ANN, bound(steps[i] >> 9, 1, 100));
            else thaw(EVE, ANN, some);
        }
        uint256 amount = 1e18;
        stake(DEE, ANN, amount);
        assertJustBelow(staking.stakeOf(ANN, DEE), amount, 1);
    }
}
