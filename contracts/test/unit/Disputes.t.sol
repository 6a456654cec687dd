// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Handover} from "../../script/Handover.sol";
import {Disputes} from "../../src/dispute/Disputes.sol";
import {Roles} from "../../src/governance/Roles.sol";
import {IDisputes} from "../../src/interfaces/IDisputes.sol";
import {IEnclaveRegistry} from "../../src/interfaces/IEnclaveRegistry.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Quorum} from "../../src/registry/Quorum.sol";
import {ValidatorStaking} from "../../src/staking/ValidatorStaking.sol";
import {OPG} from "../../src/token/OPG.sol";
import {World} from "../lib/World.sol";

/// @notice A challenge costs its loser, is decided by the stake of its opening, and comes back where nobody decides.
contract DisputesTest is World {
    address private constant CHALLENGER = address(0xc4a1);
    address private constant COMMON = address(0xc033);
    uint256 private constant BOND = 10_000e18;
    bytes32 private constant CLAIM = keccak256("it answers otherwise");

    OPG private opg;
    ValidatorStaking private staking;
    Disputes private disputes;

    function setUp() public override {
        super.setUp();
        opg = new OPG(address(this));
        staking = new ValidatorStaking(address(authority), opg, 1e18, 1e18, 14 days);
        disputes = new Disputes(address(authority), opg, registry, settlement, staking, COMMON);
        empower();
        for (uint256 i = 0; i < 5; ++i) {
            stake(vm.addr(validatorKeys[i]), 100e18);
        }
        stake(OPERATOR, 80_000e18);
        opg.transfer(CHALLENGER, BOND);
        vm.prank(CHALLENGER);
        opg.approve(address(disputes), type(uint256).max);
        // The operator's own pool weighs nothing here, which a quorum of the five would otherwise miss.
        vm.startPrank(OPERATOR);
        staking.thaw(OPERATOR, 80_000e18 - 1e18 + 1);
        vm.stopPrank();
        vm.warp(START + 1);
    }

    /// @dev As the handover does it, but this contract stays admin.
    function empower() private {
        Handover.Parts memory parts;
        parts.authority = authority;
        parts.timelock = TimelockController(payable(address(this)));
        parts.registry = address(registry);
        parts.staking = address(staking);
        parts.disputes = address(disputes);
        Handover.Call[] memory calls = Handover.ofAuthority(parts);
        for (uint256 i = 0; i < calls.length - 1; ++i) {
            (bool success,) = calls[i].target.call(calls[i].data);
            assertTrue(success, "a call of the handover");
        }
    }

    function test_anUpheldChallengeCostsTheOperatorAndItsKey() public {
        uint256 id = challengeReceipt();
        assertEq(opg.balanceOf(CHALLENGER), 0);

        judge(id, true, 4);

        assertEq(uint256(disputes.caseOf(id).state), uint256(IDisputes.State.UPHELD));
        assertEq(opg.balanceOf(CHALLENGER), BOND + 40_000e18);
        assertEq(opg.balanceOf(COMMON), 40_000e18);
        assertEq(staking.poolOf(OPERATOR).tokens, 0);
        assertEq(staking.poolOf(OPERATOR).thawingTokens, 0);
        assertTrue(!registry.isGood(vm.addr(ENCLAVE), uint64(block.timestamp)), "revoked");
        assertEq(opg.balanceOf(address(disputes)), 0);
    }

    function test_aRejectedChallengeCostsItsBond() public {
        uint256 id = challengeReceipt();
        judge(id, false, 5);
        assertEq(uint256(disputes.caseOf(id).state), uint256(IDisputes.State.REJECTED));
        assertEq(opg.balanceOf(CHALLENGER), 0);
        assertEq(opg.balanceOf(OPERATOR), BOND / 2);
        assertEq(opg.balanceOf(COMMON), BOND / 2);
        assertTrue(registry.isGood(vm.addr(ENCLAVE), uint64(block.timestamp)), "still good");
        assertEq(staking.poolOf(OPERATOR).thawingTokens, 80_000e18 - 1e18 + 1);
    }

    function test_whatNobodyDecidesComesBackAndCanBeChallengedAgain() public {
        uint256 id = challengeReceipt();
        uint48 deadline = disputes.caseOf(id).deadline;
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IDisputes.DisputesNotLapsed.selector, id, deadline));
        disputes.lapse(id);
        vm.warp(deadline + 1);
        bytes[] memory signatures = endorse(disputes.verdictDigest(id, true, "why"), 5);
        vm.expectRevert(abi.encodeWithSelector(IDisputes.DisputesNotOpen.selector, id));
        disputes.judge(id, true, "why", signatures);
        disputes.lapse(id);
        assertEq(opg.balanceOf(CHALLENGER), BOND);
        vm.expectRevert(abi.encodeWithSelector(IDisputes.DisputesNotOpen.selector, id));
        disputes.lapse(id);

        registry.epochOf(vm.addr(ENCLAVE));
        vm.prank(CHALLENGER);
        assertEq(disputes.challengeRegistration(vm.addr(ENCLAVE), CLAIM), id + 1);
    }

    function test_decidesOnceAndForEver(bool upheld) public {
        uint256 id = challengeRegistration();
        judge(id, upheld, 5);
        bytes[] memory signatures = endorse(disputes.verdictDigest(id, !upheld, "why"), 5);
        vm.expectRevert(abi.encodeWithSelector(IDisputes.DisputesNotOpen.selector, id));
        disputes.judge(id, !upheld, "why", signatures);
        bytes32 subject = disputes.caseOf(id).subject;
        vm.expectRevert(abi.encodeWithSelector(IDisputes.DisputesAlreadyChallenged.selector, subject, id));
        disputes.challengeRegistration(vm.addr(ENCLAVE), CLAIM);
    }

    function test_onlyAQuorumOfTheOpeningSecondDecides() public {
        uint256 id = challengeReceipt();
        bytes[] memory three = endorse(disputes.verdictDigest(id, true, "why"), 3);
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 300e18, uint256(500e18) * 2 / 3 + 1));
        disputes.judge(id, true, "why", three);

        uint256 whale = 0x3a1e;
        stake(vm.addr(whale), 1e26);
        vm.warp(block.timestamp + 1);
        bytes[] memory one = new bytes[](1);
        one[0] = sign(whale, disputes.verdictDigest(id, true, "why"));
        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 0, uint256(500e18) * 2 / 3 + 1));
        disputes.judge(id, true, "why", one);

        bytes[] memory ofAnother = endorse(disputes.verdictDigest(id, false, "why"), 5);
        vm.expectRevert();
        disputes.judge(id, true, "why", ofAnother);
        judge(id, true, 4);
    }

    function test_anOperatorThatFledWhileThawingIsStillReached() public {
        vm.startPrank(OPERATOR);
        staking.thaw(OPERATOR, staking.sharesOf(OPERATOR, OPERATOR));
        vm.stopPrank();
        uint256 id = challengeReceipt();
        vm.warp(block.timestamp + 5 days);
        judge(id, true, 5);
        assertEq(opg.balanceOf(COMMON), 40_000e18);
    }

    function test_anOperatorWithoutStakeLosesItsKeyOnly() public {
        authority.grantRole(Roles.DISPUTES, address(this), 0);
        staking.slash(OPERATOR, type(uint256).max, address(1));
        uint256 id = challengeRegistration();
        judge(id, true, 5);
        assertEq(opg.balanceOf(CHALLENGER), BOND);
        assertEq(opg.balanceOf(COMMON), 0);
        assertTrue(!registry.isGood(vm.addr(ENCLAVE), uint64(block.timestamp)), "revoked");
    }

    function test_upholdsWhereTheKeyIsRevokedAlready() public {
        uint256 id = challengeRegistration();
        registry.revokeMeasurementSet(MEASUREMENTS);
        judge(id, true, 5);
        assertEq(uint256(disputes.caseOf(id).state), uint256(IDisputes.State.UPHELD));
    }

    function test_refusesChallengesOfNothing() public {
        ISettlement.Item memory item = goodItem("item", 1000);
        bytes memory signature = sign(0xbad, settlement.receiptId(item.receipt));
        vm.startPrank(CHALLENGER);
        vm.expectRevert(IDisputes.DisputesBadSignature.selector);
        disputes.challengeReceipt(item.receipt, signature, CLAIM);
        item.receipt.enclaveKey = vm.addr(0xbad);
        signature = sign(0xbad, settlement.receiptId(item.receipt));
        vm.expectRevert(abi.encodeWithSelector(IDisputes.DisputesUnknownKey.selector, vm.addr(0xbad)));
        disputes.challengeReceipt(item.receipt, signature, CLAIM);
        vm.expectRevert(abi.encodeWithSelector(IDisputes.DisputesUnknownKey.selector, vm.addr(0xbad)));
        disputes.challengeRegistration(vm.addr(0xbad), CLAIM);
    }

    function test_refusesChallengesOutOfTime(uint64 issuedAt) public {
        vm.warp(START + 5 days + 12 hours);
        issuedAt = uint64(bound(issuedAt, START - 3 days, START + 6 days));
        ISettlement.Item memory item = goodItem("item", 1000);
        item.receipt.issuedAt = issuedAt;
        signReceipt(item);
        uint256 last = uint256(issuedAt) + 5 days;
        if (issuedAt > block.timestamp || last < block.timestamp) {
            vm.expectRevert(abi.encodeWithSelector(IDisputes.DisputesTooLate.selector, last));
        } else if (!registry.isGood(vm.addr(ENCLAVE), issuedAt)) {
            vm.expectRevert(abi.encodeWithSelector(IDisputes.DisputesUnknownKey.selector, vm.addr(ENCLAVE)));
        }
        vm.prank(CHALLENGER);
        disputes.challengeReceipt(item.receipt, item.enclaveSignature, CLAIM);
    }

    function test_aRegistrationCanBeChallengedUntilFiveDaysAfterItsEnd() public {
        uint256 last = START + 1 days + 5 days;
        vm.warp(last + 1);
        vm.expectRevert(abi.encodeWithSelector(IDisputes.DisputesTooLate.selector, last));
        disputes.challengeRegistration(vm.addr(ENCLAVE), CLAIM);
        vm.warp(last);
        challengeRegistration();
    }

    function test_judgesUntilTheDeadline() public {
        uint256 id = challengeReceipt();
        vm.warp(disputes.caseOf(id).deadline);
        judge(id, false, 4);
        assertEq(uint256(disputes.caseOf(id).state), uint256(IDisputes.State.REJECTED));
    }

    function test_onlyTheAuthoritySetsStakes(uint128 bond, uint128 penalty) public {
        bond = uint128(bound(bond, 1, BOND));
        penalty = uint128(bound(penalty, 1, 80_000e18));
        vm.prank(CHALLENGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, CHALLENGER));
        disputes.setStakes(bond, penalty);
        vm.expectRevert(IDisputes.DisputesBadStakes.selector);
        disputes.setStakes(0, 1);
        vm.expectRevert(IDisputes.DisputesBadStakes.selector);
        disputes.setStakes(1, 0);
        uint256 before = challengeRegistration();
        disputes.setStakes(bond, penalty);
        assertEq(disputes.caseOf(before).bond, BOND);
        judge(before, true, 5);

        stake(OPERATOR, penalty);
        opg.transfer(CHALLENGER, BOND);
        uint256 balance = opg.balanceOf(CHALLENGER);
        uint256 id = challengeReceipt();
        assertEq(opg.balanceOf(CHALLENGER), balance - bond);
        vm.warp(block.timestamp + 1);
        judge(id, true, 5);
        assertEq(opg.balanceOf(address(disputes)), 0);
        assertEq(opg.balanceOf(CHALLENGER), balance + uint256(penalty) / 2);
    }

    function test_gas() public {
        uint256 id = challengeReceipt();
        vm.snapshotGasLastCall("Disputes", "challengeReceipt");
        judge(id, true, 5);
        vm.snapshotGasLastCall("Disputes", "judge, upheld by five validators");
    }

    function challengeReceipt() private returns (uint256) {
        ISettlement.Item memory item = goodItem("item", 1000);
        vm.prank(CHALLENGER);
        return disputes.challengeReceipt(item.receipt, item.enclaveSignature, CLAIM);
    }

    function challengeRegistration() private returns (uint256) {
        vm.prank(CHALLENGER);
        return disputes.challengeRegistration(vm.addr(ENCLAVE), CLAIM);
    }

    function judge(uint256 id, bool upheld, uint256 count) private {
        bytes[] memory signatures = endorse(disputes.verdictDigest(id, upheld, "why"), count);
        disputes.judge(id, upheld, "why", signatures);
    }

    function stake(address staker, uint256 amount) private {
        opg.transfer(staker, amount);
        vm.startPrank(staker);
        opg.approve(address(staking), amount);
        staking.stake(staker, amount);
        vm.stopPrank();
    }
}
