// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "../../src/governance/Authority.sol";
import {ValidatorStaking} from "../../src/staking/ValidatorStaking.sol";
import {OPG} from "../../src/token/OPG.sol";
import {Test} from "./Test.sol";

/// @notice Staking with three accounts that could be validators, two that only delegate, and tokens for all.
abstract contract StakeWorld is Test {
    uint256 internal constant START = 1_790_000_000;
    uint256 internal constant SELF = 100_000e18;
    uint256 internal constant FLOOR = 300_000e18;
    uint48 internal constant DELAY = 14 days;
    address internal constant ANN = address(0xa1);
    address internal constant BEN = address(0xb2);
    address internal constant CID = address(0xc3);
    address internal constant DEE = address(0xd4);
    address internal constant EVE = address(0xe5);
    address internal constant SINK = address(0x51);

    OPG internal opg;
    ValidatorStaking internal staking;
    address[5] internal accounts = [ANN, BEN, CID, DEE, EVE];

    function setUp() public virtual {
        vm.warp(START);
        opg = new OPG(address(this));
        staking = new ValidatorStaking(address(new Authority(address(this))), opg, SELF, FLOOR, DELAY);
        opg.approve(address(staking), type(uint256).max);
        for (uint256 i = 0; i < accounts.length; ++i) {
            opg.transfer(accounts[i], 100_000_000e18);
            vm.prank(accounts[i]);
            opg.approve(address(staking), type(uint256).max);
        }
    }

    function stake(address staker, address validator, uint256 amount) internal returns (uint256 shares) {
        vm.prank(staker);
        return staking.stake(validator, amount);
    }

    function thaw(address staker, address validator, uint256 shares) internal returns (uint256 thawId) {
        vm.prank(staker);
        return staking.thaw(validator, shares);
    }

    function withdraw(address staker, uint256 thawId) internal returns (uint256 amount) {
        vm.prank(staker);
        return staking.withdraw(thawId);
    }

    function claim(address staker, address validator) internal returns (uint256 amount) {
        vm.prank(staker);
        return staking.claim(validator);
    }

    function later(uint256 time) internal {
        vm.warp(block.timestamp + time);
    }

    function weight(address validator) internal view returns (uint256) {
        return staking.weightAt(validator, uint48(block.timestamp));
    }

    function quorum() internal view returns (uint256) {
        return staking.quorumAt(uint48(block.timestamp));
    }

    /// @dev Up to a few units of rounding below, never above.
    function assertJustBelow(uint256 found, uint256 expected, uint256 slack) internal pure {
        assertTrue(found <= expected, "never above");
        assertTrue(found + slack >= expected, "just below");
    }
}
