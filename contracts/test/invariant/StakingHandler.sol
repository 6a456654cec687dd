// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorStaking} from "../../src/interfaces/IValidatorStaking.sol";
import {ValidatorStaking} from "../../src/staking/ValidatorStaking.sol";
import {OPG} from "../../src/token/OPG.sol";
import {Test} from "../lib/Test.sol";

/// @notice Does to staking what accounts and authority may do, never reverts, and counts what moved.
/// @dev What cannot be done in a state is discarded, and shows as such in the statistics.
contract StakingHandler is Test {
    uint48 private constant DELAY = 14 days;
    address private constant SINK = address(0x51);

    /// @dev An answer about the past that must stay as it was given.
    struct Sample {
        address account;
        uint48 time;
        uint256 weight;
        uint256 votes;
        uint256 quorum;
    }

    OPG public immutable opg;
    ValidatorStaking public immutable staking;
    address[5] public accounts = [address(0xa1), address(0xb2), address(0xc3), address(0xd4), address(0xe5)];
    uint256 public staked;
    uint256 public withdrawn;
    uint256 public slashed;
    uint256 public rewarded;
    uint256 public claimed;
    uint256 public early;
    uint256 public escaped;
    uint256 public unfair;
    mapping(address account => uint256) public paidIn;
    mapping(address account => uint256) public paidOut;
    uint256[] private _thaws;
    Sample[16] private _samples;
    /// @notice Steps so far; each loses at most two units by rounding, to the pools and so to who is in them.
    uint256 public steps;

    constructor(OPG newOpg, ValidatorStaking newStaking) {
        (opg, staking) = (newOpg, newStaking);
    }

    function stake(uint256 who, uint256 on, uint256 amount) external {
        (address staker, address validator) = (accounts[who % 5], accounts[on % 3]);
        uint256 balance = opg.balanceOf(staker);
        vm.assume(balance != 0);
        amount = bound(amount >> 2, 1, amount % 4 == 0 ? 1e6 : 3e25);
        if (amount > balance) amount = balance;
        uint256 before = staking.stakeOf(validator, staker);
        vm.prank(staker);
        staking.stake(validator, amount);
        uint256 gained = staking.stakeOf(validator, staker) - before;
        if (gained > amount + 1 || gained + 2 < amount) ++unfair;
        staked += amount;
        paidIn[staker] += amount;
        _tick(who);
    }

    function thaw(uint256 who, uint256 on, uint256 shares) external {
        (address staker, address validator, uint256 held) = _aPosition(who, on);
        vm.assume(held != 0);
        shares = shares % 3 == 0 ? held : bound(shares >> 2, 1, held);
        IValidatorStaking.Pool memory pool = staking.poolOf(validator);
        vm.assume(shares * pool.tokens >= pool.shares);
        vm.prank(staker);
        _thaws.push(staking.thaw(validator, shares));
        _tick(who);
    }

    function withdraw(uint256 which, bool wait) external {
        vm.assume(_thaws.length != 0);
        uint256 place = which % _thaws.length;
        uint256 id = _thaws[place];
        IValidatorStaking.Thaw memory waiting = staking.thawOf(id);
        if (block.timestamp < waiting.until) {
            if (!wait) return _tryEarly(id, waiting.staker);
            vm.warp(waiting.until);
        }
        vm.prank(waiting.staker);
        uint256 amount = staking.withdraw(id);
        withdrawn += amount;
        paidOut[waiting.staker] += amount;
        _thaws[place] = _thaws[_thaws.length - 1];
        _thaws.pop();
        _tick(which);
    }

    function claim(uint256 who, uint256 on) external {
        address staker = accounts[who % 5];
        uint256 promised = staking.claimable(accounts[on % 3], staker);
        vm.prank(staker);
        uint256 amount = staking.claim(accounts[on % 3]);
        assertEq(amount, promised);
        claimed += amount;
        _tick(who);
    }

    function reward(uint256 amount) external {
        bool active = false;
        for (uint256 i = 0; i < 3; ++i) {
            active = active || staking.poolOf(accounts[i]).active;
        }
        uint256 balance = opg.balanceOf(address(this));
        vm.assume(active && balance != 0);
        amount = bound(amount, 1, balance < 1e24 ? balance : 1e24);
        staking.reward(amount);
        rewarded += amount;
        _tick(amount);
    }

    function commission(uint256 on, uint16 bps) external {
        vm.prank(accounts[on % 3]);
        staking.setCommission(uint16(bound(bps, 0, 2000)));
        _tick(on);
    }

    function slash(uint256 on, uint256 part, bool all) external {
        (address validator, IValidatorStaking.Pool memory before) = _aPool(on);
        uint256 held = before.tokens + before.thawingTokens;
        // One slash in sixteen takes all, most take little: else nothing would be left to look at.
        uint256 amount = all && part % 8 == 0 ? held : bound(part, held / 1e6, held / 4);
        vm.assume(amount != 0);
        uint256 taken = staking.slash(validator, amount, SINK);
        slashed += taken;
        IValidatorStaking.Pool memory pool = staking.poolOf(validator);
        uint256 lost = before.thawingTokens - pool.thawingTokens;
        if (taken < amount || lost * held < amount * before.thawingTokens) ++escaped;
        _tick(on);
    }

    function wait(uint32 time) external {
        vm.warp(block.timestamp + bound(time, 1, 10 days));
        _tick(time);
    }

    function sample(uint256 index) external view returns (Sample memory) {
        return _samples[index];
    }

    function thaws() external view returns (uint256[] memory) {
        return _thaws;
    }

    /// @dev The first position with shares in it, from a random one on.
    function _aPosition(uint256 who, uint256 on)
        private
        view
        returns (address staker, address validator, uint256 held)
    {
        for (uint256 i = 0; i < 15 && held == 0; ++i) {
            (staker, validator) = (accounts[(who % 5 + i) % 5], accounts[(on % 3 + i / 5) % 3]);
            held = staking.sharesOf(validator, staker);
        }
    }

    /// @dev The first pool with anything in it, from a random one on.
    function _aPool(uint256 on) private view returns (address validator, IValidatorStaking.Pool memory pool) {
        for (uint256 i = 0; i < 3 && pool.tokens + pool.thawingTokens == 0; ++i) {
            validator = accounts[(on % 3 + i) % 3];
            pool = staking.poolOf(validator);
        }
    }

    function _tryEarly(uint256 id, address staker) private {
        vm.prank(staker);
        try staking.withdraw(id) {
            ++early;
        } catch {}
        _tick(id);
    }

    /// @dev A second passes after each step, and what the past second was like is written down.
    function _tick(uint256 seed) private {
        vm.warp(block.timestamp + 1);
        uint48 time = uint48(block.timestamp);
        address account = accounts[seed % 5];
        _samples[steps++ % 16] = Sample(
            account,
            time,
            staking.weightAt(account, time),
            staking.getPastVotes(account, time - 1),
            staking.quorumAt(time)
        );
    }
}
