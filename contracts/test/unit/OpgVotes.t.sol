// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {TokenWorld} from "../lib/TokenWorld.sol";

/// @notice A fixed supply that is approved by permit and voted with by Unix time.
contract OpgVotesTest is TokenWorld {
    function test_supplyIsABillionAndNothingMints(bytes4 selector, uint256 amount) public {
        assertEq(opg.totalSupply(), 1e27);
        (bool called,) = address(opg).call(abi.encodeWithSelector(selector, address(this), amount, amount));
        called; // whatever it did, nobody has more
        (bool minted,) = address(opg).call(abi.encodeWithSignature("mint(address,uint256)", address(this), amount));
        assertTrue(!minted, "no mint");
        assertEq(opg.totalSupply(), 1e27);
        assertEq(opg.balanceOf(alice), 1e27);
    }

    function test_clockIsUnixTime() public view {
        assertEq(opg.clock(), START);
        assertEq(bytes(opg.CLOCK_MODE()), "mode=timestamp");
    }

    function test_permitApprovesOnce(uint256 value) public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ALICE_KEY, permitDigest(value, 0, START));
        opg.permit(alice, BOB, value, START, v, r, s);
        assertEq(opg.allowance(alice, BOB), value);
        assertEq(opg.nonces(alice), 1);

        vm.expectRevert();
        opg.permit(alice, BOB, value, START, v, r, s);
        vm.warp(START + 1);
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, START));
        opg.permit(alice, BOB, value, START, v, r, s);
    }

    function test_delegatesBySignatureOnTheNonceOfPermits() public {
        bytes32 typeHash = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
        bytes32 hash = digest(keccak256(abi.encode(typeHash, BOB, 0, START)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ALICE_KEY, hash);
        opg.delegateBySig(BOB, 0, START, v, r, s);
        assertEq(opg.getVotes(BOB), 1e27);
        assertEq(opg.nonces(alice), 1);
        vm.expectRevert(abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, alice, 1));
        opg.delegateBySig(BOB, 0, START, v, r, s);
    }

    function test_remembersVotesOfPastSeconds(uint256 value) public {
        value = bound(value, 1, 1e27);
        vm.prank(alice);
        opg.delegate(alice);
        vm.warp(START + 10);
        vm.prank(alice);
        opg.transfer(BOB, value);
        vm.prank(BOB);
        opg.delegate(BOB);
        vm.warp(START + 20);

        assertEq(opg.getPastVotes(alice, START + 9), 1e27);
        assertEq(opg.getPastVotes(alice, START + 10), 1e27 - value);
        assertEq(opg.getPastVotes(BOB, START + 9), 0);
        assertEq(opg.getPastVotes(BOB, START + 10), value);
        assertEq(opg.getPastTotalSupply(START + 10), 1e27);
        vm.expectRevert(abi.encodeWithSelector(Votes.ERC5805FutureLookup.selector, START + 20, START + 20));
        opg.getPastVotes(alice, START + 20);
    }

    function test_votesAreTheDelegatedBalances(uint256[24] memory steps) public {
        address[4] memory all = [alice, BOB, address(0xca01), address(0xda4e)];
        for (uint256 i = 0; i < steps.length; ++i) {
            address actor = all[steps[i] % 4];
            address other = all[(steps[i] >> 8) % 4];
            uint256 amount = bound(steps[i] >> 32, 0, opg.balanceOf(actor));
            vm.prank(actor);
            if (steps[i] % 3 == 0) opg.delegate((steps[i] >> 16) % 5 == 0 ? address(0) : other);
            else opg.transfer(other, amount);
        }
        uint256 supply = 0;
        for (uint256 i = 0; i < 4; ++i) {
            uint256 votes = 0;
            for (uint256 j = 0; j < 4; ++j) {
                if (opg.delegates(all[j]) == all[i]) votes += opg.balanceOf(all[j]);
            }
            assertEq(opg.getVotes(all[i]), votes);
            supply += opg.balanceOf(all[i]);
        }
        assertEq(supply, 1e27);
    }

    function permitDigest(uint256 value, uint256 nonce, uint256 deadline) private view returns (bytes32) {
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        return digest(keccak256(abi.encode(typeHash, alice, BOB, value, nonce, deadline)));
    }
}
