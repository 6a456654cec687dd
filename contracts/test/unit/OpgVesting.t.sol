// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {VestingWalletCliff} from "@openzeppelin/contracts/finance/VestingWalletCliff.sol";
import {OpgVesting} from "../../src/token/OpgVesting.sol";
import {TokenWorld} from "../lib/TokenWorld.sol";

/// @notice Vesting with a cliff: nothing before it, never less than before, all at the end, and votes all along.
contract OpgVestingTest is TokenWorld {
    uint64 private constant CLIFF = 365 days;
    uint64 private constant DURATION = 1095 days;
    uint256 private constant AMOUNT = 150_000_000e18;
    OpgVesting private wallet;

    function setUp() public override {
        super.setUp();
        wallet = new OpgVesting(opg, BOB, uint64(START), DURATION, CLIFF);
        vm.prank(alice);
        opg.transfer(address(wallet), AMOUNT);
    }

    function test_nothingBeforeTheCliff(uint256 wait) public {
        vm.warp(START + bound(wait, 0, CLIFF - 1));
        assertEq(wallet.releasable(address(opg)), 0);
        wallet.release(address(opg));
        assertEq(opg.balanceOf(address(wallet)), AMOUNT);
        assertEq(opg.balanceOf(BOB), 0);
    }

    function test_aThirdAtTheCliffAndAllAtTheEnd() public {
        vm.warp(START + CLIFF);
        wallet.release(address(opg));
        assertEq(opg.balanceOf(BOB), AMOUNT / 3);
        vm.warp(START + DURATION);
        wallet.release(address(opg));
        assertEq(opg.balanceOf(BOB), AMOUNT);
    }

    function test_vestedNeverFallsAndNeverPassesTheWhole(uint64 first, uint64 second, uint64 cliff, uint64 duration)
        public
    {
        duration = uint64(bound(duration, 0, 100 * 365 days));
        cliff = uint64(bound(cliff, 0, duration));
        OpgVesting other = new OpgVesting(opg, BOB, uint64(START), duration, cliff);
        vm.prank(alice);
        opg.transfer(address(other), 7e25);
        first = uint64(bound(first, 0, START + 101 * 365 days));
        second = uint64(bound(second, first, START + 102 * 365 days));

        uint256 earlier = other.vestedAmount(address(opg), first);
        uint256 later = other.vestedAmount(address(opg), second);
        assertTrue(earlier <= later, "never falls");
        assertTrue(later <= 7e25, "never above the whole");
        if (first < START + cliff) assertEq(earlier, 0);
        if (second >= START + duration) assertEq(later, 7e25);
    }

    function test_unvestedNeverLeaves(uint256[12] memory waits, uint256[12] memory steps) public {
        uint256 time = START;
        for (uint256 i = 0; i < waits.length; ++i) {
            time += bound(waits[i], 0, 200 days);
            vm.warp(time);
            uint256 kind = steps[i] % 4;
            if (kind == 0) wallet.release(address(opg));
            vm.startPrank(BOB);
            if (kind == 1) wallet.delegate(address(uint160(steps[i])));
            if (kind == 2) wallet.release();
            if (kind == 3) wallet.transferOwnership(address(uint160(steps[i])));
            vm.stopPrank();

            uint256 unvested = AMOUNT - wallet.vestedAmount(address(opg), uint64(time));
            assertTrue(opg.balanceOf(address(wallet)) >= unvested, "unvested stays");
            assertEq(opg.balanceOf(address(wallet)) + opg.balanceOf(BOB), AMOUNT);
        }
    }

    function test_unvestedVotesByDelegationOfItsBeneficiaryOnly(address stranger) public {
        vm.assume(stranger != BOB);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        wallet.delegate(stranger);

        vm.prank(BOB);
        wallet.delegate(alice);
        assertEq(opg.getVotes(alice), AMOUNT);
        vm.warp(START + CLIFF);
        wallet.release(address(opg));
        assertEq(opg.getVotes(alice), AMOUNT - AMOUNT / 3);
    }

    function test_handsOnToOneWhoAcceptsAndIsNeverRenounced() public {
        vm.prank(BOB);
        wallet.transferOwnership(alice);
        assertEq(wallet.owner(), BOB);
        vm.prank(alice);
        wallet.acceptOwnership();
        assertEq(wallet.owner(), alice);
        vm.prank(alice);
        vm.expectRevert(OpgVesting.OpgVestingNotRenounceable.selector);
        wallet.renounceOwnership();
    }

    function test_refusesACliffBehindTheEnd() public {
        vm.expectRevert(abi.encodeWithSelector(VestingWalletCliff.InvalidCliffDuration.selector, 11, 10));
        new OpgVesting(opg, BOB, uint64(START), 10, 11);
    }
}
