// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Handover} from "../../script/Handover.sol";
import {Disputes} from "../../src/dispute/Disputes.sol";
import {Pause} from "../../src/governance/Pause.sol";
import {Roles} from "../../src/governance/Roles.sol";
import {VerigradGovernor} from "../../src/governance/VerigradGovernor.sol";
import {IChannelMoney} from "../../src/interfaces/IChannelMoney.sol";
import {IDisputes} from "../../src/interfaces/IDisputes.sol";
import {IEnclaveRegistry} from "../../src/interfaces/IEnclaveRegistry.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {IValidatorStaking} from "../../src/interfaces/IValidatorStaking.sol";
import {ValidatorStaking} from "../../src/staking/ValidatorStaking.sol";
import {OPG} from "../../src/token/OPG.sol";
import {OpgVesting} from "../../src/token/OpgVesting.sol";
import {Vm} from "../lib/Vm.sol";
import {World} from "../lib/World.sol";

/// @notice After the handover only a vote, a queue and a wait change anything.
contract GovernanceTest is World {
    address private constant GUARDIAN = address(0x64);
    address private constant HOLDER = address(0x401d);
    address private constant STAKER = address(0x57a4);
    address private constant EARLY = address(0xea41);

    OPG private opg;
    ValidatorStaking private staking;
    TimelockController private timelock;
    VerigradGovernor private governor;
    Disputes private disputes;
    OpgVesting private vesting;
    Vm.Log[] private logs;

    function setUp() public override {
        vm.recordLogs();
        super.setUp();
        opg = new OPG(address(this));
        staking = new ValidatorStaking(address(authority), opg, 1e18, 1e18, 14 days);
        address[] memory anybody = new address[](1);
        timelock = new TimelockController(2 days, new address[](0), anybody, address(this));
        governor = new VerigradGovernor(opg, staking, timelock);
        disputes = new Disputes(address(authority), opg, registry, settlement, staking, address(timelock));
        handOver();
        Vm.Log[] memory all = vm.getRecordedLogs();
        for (uint256 i = 0; i < all.length; ++i) {
            logs.push(all[i]);
        }

        opg.transfer(HOLDER, 30_000_000e18);
        vm.prank(HOLDER);
        opg.delegate(HOLDER);
        opg.transfer(STAKER, 30_000_000e18);
        vm.startPrank(STAKER);
        opg.approve(address(staking), type(uint256).max);
        staking.stake(STAKER, 30_000_000e18);
        vm.stopPrank();
        vesting = new OpgVesting(opg, EARLY, uint64(START), 1000 days, 365 days);
        opg.transfer(address(vesting), 50_000_000e18);
        vm.prank(EARLY);
        vesting.delegate(EARLY);
        vm.warp(START + 1);
    }

    function handOver() private {
        Handover.Parts memory parts = Handover.Parts({
            authority: authority,
            timelock: timelock,
            governor: address(governor),
            registry: address(registry),
            staking: address(staking),
            disputes: address(disputes),
            settlement: address(settlement),
            channelClaims: address(claims),
            guardian: GUARDIAN,
            deployer: address(this)
        });
        make(Handover.ofTimelock(parts));
        make(Handover.ofAuthority(parts));
    }

    function make(Handover.Call[] memory calls) private {
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool success,) = calls[i].target.call(calls[i].data);
            assertTrue(success, "a call of the handover");
        }
    }

    function test_aVoteChangesTheSplit() public {
        ISettlement.Split memory next = ISettlement.Split(8000, 1500, 200, 300, POOL, TREASURY);
        bytes memory data = abi.encodeCall(ISettlement.setSplit, (next));

        uint256 id = propose(address(settlement), data);
        vm.warp(block.timestamp + 2 days + 1);
        vote(HOLDER, id, 1);
        vote(STAKER, id, 1);
        vm.warp(block.timestamp + 5 days + 1);
        queue(address(settlement), data);
        vm.expectRevert();
        this.execute(address(settlement), data);
        vm.warp(block.timestamp + 2 days);
        execute(address(settlement), data);

        assertEq(settlement.currentSplit().hostBps, 8000);
        assertEq(settlement.currentSplit().treasuryBps, 300);
    }

    function test_stakedAndUnvestedTokensVoteOnce() public {
        vm.warp(START + 10);
        assertEq(governor.getVotes(HOLDER, START + 5), 30_000_000e18);
        assertEq(governor.getVotes(STAKER, START + 5), 30_000_000e18);
        assertEq(governor.getVotes(EARLY, START + 5), 50_000_000e18);
        assertEq(governor.getVotes(address(staking), START + 5), 0);
        assertEq(governor.quorum(START + 5), 40_000_000e18);
        assertEq(governor.clock(), START + 10);
    }

    function test_lessThanAQuorumChangesNothing() public {
        bytes memory data = abi.encodeCall(IEnclaveRegistry.allowMeasurementSet, ("new"));
        uint256 id = propose(address(registry), data);
        vm.warp(block.timestamp + 2 days + 1);
        vote(HOLDER, id, 1);
        vm.warp(block.timestamp + 5 days + 1);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Defeated));
        vm.expectRevert();
        this.queue(address(registry), data);
    }

    function test_stakeOfAfterTheProposalDoesNotVoteOnIt() public {
        uint256 id = propose(address(registry), abi.encodeCall(IEnclaveRegistry.allowMeasurementSet, ("new")));
        vm.warp(block.timestamp + 2 days + 1);
        opg.transfer(address(0xbad), 90_000_000e18);
        vm.startPrank(address(0xbad));
        opg.approve(address(staking), type(uint256).max);
        staking.stake(address(0xbad), 90_000_000e18);
        governor.castVote(id, 1);
        vm.stopPrank();
        (, uint256 votesFor,) = governor.proposalVotes(id);
        assertEq(votesFor, 0);
    }

    function test_aProposalThatFailsToReachThresholdIsRefused() public {
        vm.prank(address(0xbad));
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorInsufficientProposerVotes.selector, address(0xbad), 0, uint256(100_000e18)
            )
        );
        this.proposeAs(address(0xbad), address(settlement), "");
    }

    function test_theGuardianStopsAKeyAndPausesAndNothingElse() public {
        vm.startPrank(GUARDIAN);
        registry.revoke(vm.addr(ENCLAVE));
        assertTrue(!registry.isGood(vm.addr(ENCLAVE), uint64(block.timestamp)), "stopped");
        settlement.pause();
        registry.pause();
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, GUARDIAN);
        vm.expectRevert(refusal);
        settlement.unpause();
        vm.expectRevert(refusal);
        registry.unpause();
        vm.expectRevert(refusal);
        registry.revokeMeasurementSet(MEASUREMENTS);
        vm.expectRevert(refusal);
        settlement.setSplit(split());
        vm.expectRevert(refusal);
        staking.slash(STAKER, 1, GUARDIAN);
    }

    function test_nobodyKeepsARoleButTimelockGuardianDisputesAndClaims(address stranger) public view {
        uint256 seen = 0;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] == IAccessManager.RoleGranted.selector) {
                ++seen;
                checkAuthority(uint64(uint256(logs[i].topics[1])), address(uint160(uint256(logs[i].topics[2]))));
            } else if (logs[i].topics[0] == IAccessControl.RoleGranted.selector) {
                ++seen;
                checkTimelock(logs[i].topics[1], address(uint160(uint256(logs[i].topics[2]))));
            }
        }
        assertEq(seen, 14);
        bool known = stranger == address(timelock) || stranger == GUARDIAN || stranger == address(disputes)
            || stranger == address(claims);
        if (!known) checkPowers(stranger, false, false, false, false);
        checkPowers(address(this), false, false, false, false);
        checkPowers(GUARDIAN, false, true, false, false);
        checkPowers(address(disputes), false, true, true, false);
        checkPowers(address(timelock), true, true, true, false);
        checkPowers(address(claims), false, false, false, true);
    }

    function propose(address target, bytes memory data) private returns (uint256) {
        return proposeAs(HOLDER, target, data);
    }

    function proposeAs(address proposer, address target, bytes memory data) public returns (uint256) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = single(target, data);
        vm.prank(proposer);
        return governor.propose(targets, values, calls, "proposal");
    }

    function vote(address voter, uint256 id, uint8 support) private {
        vm.prank(voter);
        governor.castVote(id, support);
    }

    function queue(address target, bytes memory data) public {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = single(target, data);
        governor.queue(targets, values, calls, keccak256("proposal"));
    }

    function execute(address target, bytes memory data) public {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = single(target, data);
        governor.execute(targets, values, calls, keccak256("proposal"));
    }

    function single(address target, bytes memory data)
        private
        pure
        returns (address[] memory targets, uint256[] memory values, bytes[] memory calls)
    {
        (targets, values, calls) = (new address[](1), new uint256[](1), new bytes[](1));
        (targets[0], calls[0]) = (target, data);
    }

    /// @dev Whoever was ever granted a role in the authority: only who needs it still has one.
    function checkAuthority(uint64 role, address account) private view {
        (bool member,) = authority.hasRole(role, account);
        bool allowed = account == address(timelock) || (account == GUARDIAN && role == Roles.GUARDIAN)
            || (account == address(disputes) && (role == Roles.GUARDIAN || role == Roles.DISPUTES))
            || (account == address(claims) && role == Roles.CHANNELS);
        assertTrue(member == allowed, "authority");
        assertEq(authority.getRoleAdmin(role), 0);
        assertEq(authority.getRoleGuardian(role), 0);
    }

    function checkTimelock(bytes32 role, address account) private view {
        bool proposes = role == timelock.PROPOSER_ROLE() || role == timelock.CANCELLER_ROLE();
        bool allowed = account == address(timelock) || (account == address(governor) && proposes)
            || (account == address(0) && role == timelock.EXECUTOR_ROLE());
        assertTrue(timelock.hasRole(role, account) == allowed, "timelock");
    }

    /// @dev Every restricted function of every contract.
    function checkPowers(address account, bool all, bool revokes, bool slashes, bool claiming) private view {
        mayCall(account, address(settlement), ISettlement.setSplit.selector, all);
        mayCall(account, address(settlement), IChannelMoney.callChannels.selector, claiming);
        mayCall(account, address(settlement), IChannelMoney.chargeChannels.selector, claiming);
        mayCall(account, address(settlement), Pause.pause.selector, revokes);
        mayCall(account, address(settlement), Pause.unpause.selector, all);
        mayCall(account, address(registry), Pause.pause.selector, revokes);
        mayCall(account, address(registry), Pause.unpause.selector, all);
        mayCall(account, address(registry), IEnclaveRegistry.allowMeasurementSet.selector, all);
        mayCall(account, address(registry), IEnclaveRegistry.revokeMeasurementSet.selector, all);
        mayCall(account, address(registry), IEnclaveRegistry.revoke.selector, revokes);
        mayCall(account, address(staking), IValidatorStaking.slash.selector, slashes);
        mayCall(account, address(disputes), IDisputes.setStakes.selector, all);
    }

    function mayCall(address account, address target, bytes4 selector, bool expected) private view {
        (bool immediate, uint32 delay) = authority.canCall(account, target, selector);
        assertTrue(immediate == expected && delay == 0, "who may call");
    }
}
