// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorStaking} from "../../src/interfaces/IValidatorStaking.sol";
import {StakeWorld} from "../lib/StakeWorld.sol";
import {StakingHandler} from "./StakingHandler.sol";

/// @notice What holds after any sequence of stakes, thaws, slashes, rewards and waits.
contract StakingInvariantsTest is StakeWorld {
    StakingHandler private handler;

    function setUp() public override {
        super.setUp();
        handler = new StakingHandler(opg, staking);
        opg.transfer(address(handler), 1e26);
        vm.prank(address(handler));
        opg.approve(address(staking), type(uint256).max);
        // Slashing is the handler's as it is the authority's.
        Granter(staking.authority()).grantRole(0, address(handler), 0);
        for (uint256 i = 0; i < 3; ++i) {
            handler.stake(i, i, 1e25 << 2 | 1);
            handler.stake(3 + i % 2, i, 1e24 << 2 | 1);
        }
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_money() public view {
        everyTokenIsSomebodys();
        rewardsOwedAreThosePaidIn();
        nobodyLeavesEarlyOrEscapes();
    }

    function invariant_pools() public view {
        sharesAddUpAndStayInBounds();
        thawsAddUp();
    }

    function invariant_weightsAndVotes() public view {
        weightIsStakeBehindValidators();
        votesAreStake();
        thePastStays();
    }

    function everyTokenIsSomebodys() private view {
        (uint256 pooled, uint256 owed) = (0, 0);
        for (uint256 i = 0; i < 3; ++i) {
            IValidatorStaking.Pool memory pool = staking.poolOf(accounts[i]);
            pooled += pool.tokens + pool.thawingTokens;
        }
        assertEq(pooled, handler.staked() - handler.withdrawn() - handler.slashed());
        owed = handler.rewarded() - handler.claimed();
        assertEq(opg.balanceOf(address(staking)), pooled + owed);
        assertEq(opg.totalSupply(), 1e27);
    }

    function rewardsOwedAreThosePaidIn() private view {
        uint256 owed = 0;
        for (uint256 i = 0; i < 5; ++i) {
            uint256 base = staking.claimable(address(0), accounts[i]);
            owed += base;
            for (uint256 j = 0; j < 3; ++j) {
                owed += staking.claimable(accounts[j], accounts[i]) - base;
            }
        }
        assertJustBelow(owed, handler.rewarded() - handler.claimed(), 1e6);
    }

    function sharesAddUpAndStayInBounds() private view {
        for (uint256 i = 0; i < 3; ++i) {
            IValidatorStaking.Pool memory pool = staking.poolOf(accounts[i]);
            (uint256 shares, uint256 worth) = (0, 0);
            for (uint256 j = 0; j < 5; ++j) {
                shares += staking.sharesOf(accounts[i], accounts[j]);
                worth += staking.stakeOf(accounts[i], accounts[j]);
            }
            assertEq(shares, pool.shares);
            assertJustBelow(worth, pool.tokens, 5);
            assertBounds(pool.tokens, pool.shares);
            assertBounds(pool.thawingTokens, pool.thawingShares);
        }
    }

    function thawsAddUp() private view {
        uint256[] memory ids = handler.thaws();
        for (uint256 i = 0; i < 3; ++i) {
            IValidatorStaking.Pool memory pool = staking.poolOf(accounts[i]);
            uint256 shares = 0;
            for (uint256 j = 0; j < ids.length; ++j) {
                IValidatorStaking.Thaw memory waiting = staking.thawOf(ids[j]);
                if (waiting.validator == accounts[i] && waiting.epoch == pool.thawingEpoch) shares += waiting.shares;
            }
            assertEq(shares, pool.thawingShares);
        }
    }

    function weightIsStakeBehindValidators() private view {
        uint256 total = 0;
        for (uint256 i = 0; i < 5; ++i) {
            IValidatorStaking.Pool memory pool = staking.poolOf(accounts[i]);
            bool active = staking.stakeOf(accounts[i], accounts[i]) >= SELF;
            assertTrue(pool.active == active, "active by its own stake");
            assertEq(weight(accounts[i]), active ? pool.tokens : 0);
            total += weight(accounts[i]);
        }
        assertEq(quorum(), (total < FLOOR ? FLOOR : total) * 2 / 3 + 1);
    }

    function votesAreStake() private view {
        for (uint256 i = 0; i < 5; ++i) {
            uint256 held = 0;
            for (uint256 j = 0; j < 3; ++j) {
                held += staking.stakeOf(accounts[j], accounts[i]);
            }
            assertEq(staking.getVotes(accounts[i]), held);
            assertEq(staking.getPastVotes(accounts[i], block.timestamp - 1), held);
        }
    }

    function thePastStays() private view {
        for (uint256 i = 0; i < 16; ++i) {
            StakingHandler.Sample memory sample = handler.sample(i);
            if (sample.time == 0) continue;
            assertEq(staking.weightAt(sample.account, sample.time), sample.weight);
            assertEq(staking.getPastVotes(sample.account, sample.time - 1), sample.votes);
            assertEq(staking.quorumAt(sample.time), sample.quorum);
        }
    }

    function nobodyLeavesEarlyOrEscapes() private view {
        assertEq(handler.early(), 0);
        assertEq(handler.escaped(), 0);
        assertEq(handler.unfair(), 0);
        for (uint256 i = 0; i < 5; ++i) {
            uint256 most = handler.paidIn(accounts[i]) + 2 * handler.steps();
            assertTrue(handler.paidOut(accounts[i]) <= most, "nobody gains by staking but what others' rounding leaves");
        }
    }

    function assertBounds(uint256 tokens, uint256 shares) private pure {
        assertTrue(tokens <= shares, "a share is never worth more than a token");
        assertTrue(shares <= tokens * 1e9, "nor less than a billionth");
    }
}

interface Granter {
    function grantRole(uint64 roleId, address account, uint32 executionDelay) external;
}
