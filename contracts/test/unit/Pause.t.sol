// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {Pause} from "../../src/governance/Pause.sol";
import {Roles} from "../../src/governance/Roles.sol";
import {ISettlement} from "../../src/interfaces/ISettlement.sol";
import {Appraisal, EnclaveRegistration, Heartbeat, Receipt, StrayStatement} from "../../src/message/Messages.sol";
import {Rejection} from "../../src/settlement/Rejection.sol";
import {World} from "../lib/World.sol";

/// @notice The guardian stops what is new, at once, and takes nothing: what is owed stays payable, and only others go on.
contract PauseTest is World {
    address private constant GUARDIAN = address(0x64);

    function setUp() public override {
        super.setUp();
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = Pause.pause.selector;
        authority.setTargetFunctionRole(address(settlement), selectors, Roles.GUARDIAN);
        authority.setTargetFunctionRole(address(registry), selectors, Roles.GUARDIAN);
        authority.grantRole(Roles.GUARDIAN, GUARDIAN, 0);
    }

    function test_nothingSettlesWhilePausedAndAllIsPaidOut() public {
        settle(goodItem("before", 1000));
        ISettlement.Item[] memory items = batch(goodItem("during", 1000));
        Appraisal memory appraisal = appraise(items);
        bytes[] memory quorum = endorse(settlement.appraisalDigest(appraisal), 5);

        vm.prank(GUARDIAN);
        settlement.pause();

        vm.expectRevert(Pausable.EnforcedPause.selector);
        settlement.settle(items, appraisal, quorum);
        vm.prank(HOST);
        assertEq(settlement.withdraw(address(usdc)), 700);
        settlement.unpause();
        (uint8 reason,) = settle(items[0]);
        assertEq(reason, Rejection.NONE);
    }

    function test_noStrayAndNoChannelMovesWhilePaused() public {
        vm.prank(GUARDIAN);
        settlement.pause();
        Receipt memory receipt;
        StrayStatement memory statement;
        vm.expectRevert(Pausable.EnforcedPause.selector);
        settlement.creditStray(receipt, "", statement, new bytes[](0));
        vm.expectRevert(Pausable.EnforcedPause.selector);
        settlement.returnStray(statement, new bytes[](0));
        vm.prank(address(claims));
        vm.expectRevert(Pausable.EnforcedPause.selector);
        settlement.callChannels("");
        vm.prank(address(claims));
        vm.expectRevert(Pausable.EnforcedPause.selector);
        settlement.chargeChannels(HOST, OPERATOR, address(usdc), 1);
    }

    function test_noKeyOpensWhilePausedAndKnownOnesCanBeStopped() public {
        vm.prank(GUARDIAN);
        registry.pause();
        EnclaveRegistration memory message = registration();
        message.validUntil += 1;
        bytes32 digest = registry.registrationDigest(message);
        bytes[] memory quorum = endorse(digest, 5);
        vm.expectRevert(Pausable.EnforcedPause.selector);
        registry.register(message, sign(ENCLAVE, digest), quorum);

        Heartbeat memory heartbeat = Heartbeat(vm.addr(ENCLAVE), uint64(START));
        registry.beat(heartbeat, sign(ENCLAVE, registry.heartbeatDigest(heartbeat)));
        registry.revoke(heartbeat.enclaveKey);
        assertTrue(!registry.isGood(heartbeat.enclaveKey, uint64(START)), "revoked");
    }

    function test_theGuardianCannotGoOnAndAStrangerCannotPause() public {
        vm.startPrank(GUARDIAN);
        settlement.pause();
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, GUARDIAN));
        settlement.unpause();
        vm.stopPrank();
        vm.prank(address(0xbad));
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(0xbad)));
        registry.pause();
    }
}
