// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {EnclaveRegistration, Heartbeat} from "../../src/message/Messages.sol";
import {IEnclaveRegistry} from "../../src/interfaces/IEnclaveRegistry.sol";
import {EnclaveRegistry} from "../../src/registry/EnclaveRegistry.sol";
import {Quorum} from "../../src/registry/Quorum.sol";
import {World} from "../lib/World.sol";

/// @notice Who can open, extend and end a key's epoch, and what the registry answers about it.
contract EnclaveRegistryTest is World {
    uint256 private constant SECOND = 0xe2;

    function test_remembersTheEpoch() public view {
        IEnclaveRegistry.Epoch memory epoch = registry.epochOf(vm.addr(ENCLAVE));

        assertEq(epoch.operator, OPERATOR);
        assertEq(epoch.maxAssurance, 2);
        assertEq(epoch.validFrom, START - 60);
        assertEq(epoch.validUntil, START + 1 days);
        assertEq(epoch.revokedAt, 0);
        assertEq(epoch.measurementSet, MEASUREMENTS);
    }

    function test_answersWhetherAKeyWasGood() public view {
        address key = vm.addr(ENCLAVE);
        assertTrue(!registry.isGood(key, uint64(START - 61)), "not before the epoch");
        assertTrue(registry.isGood(key, uint64(START - 60)), "from the first second");
        assertTrue(registry.isGood(key, uint64(START + 1 days - 1)), "to the last second");
        assertTrue(!registry.isGood(key, uint64(START + 1 days)), "not after the epoch");
        assertTrue(!registry.isGood(address(0xbad), uint64(START)), "an unknown key never");
    }

    function test_revocationKeepsThePast() public {
        address key = vm.addr(ENCLAVE);
        vm.warp(START + 100);
        registry.revoke(key);

        assertTrue(registry.isGood(key, uint64(START + 99)), "good before");
        assertTrue(!registry.isGood(key, uint64(START + 100)), "not good since");
        vm.expectRevert(abi.encodeWithSelector(IEnclaveRegistry.EnclaveRegistryKeyRevoked.selector, key));
        registry.revoke(key);
        vm.expectRevert(abi.encodeWithSelector(IEnclaveRegistry.EnclaveRegistryUnknownKey.selector, address(1)));
        registry.revoke(address(1));
    }

    function test_revokingAMeasurementSetEndsItsEpochs() public {
        address key = vm.addr(ENCLAVE);
        vm.warp(START + 100);
        registry.revokeMeasurementSet(MEASUREMENTS);
        vm.warp(START + 200);
        registry.revoke(key);

        assertTrue(registry.isGood(key, uint64(START + 99)), "good before");
        assertTrue(!registry.isGood(key, uint64(START + 100)), "not good since");
        assertEq(registry.epochOf(key).revokedAt, START + 100);
        vm.expectRevert(
            abi.encodeWithSelector(IEnclaveRegistry.EnclaveRegistryMeasurementSetKnown.selector, MEASUREMENTS)
        );
        registry.allowMeasurementSet(MEASUREMENTS);
        refuses(
            second(),
            abi.encodeWithSelector(IEnclaveRegistry.EnclaveRegistryMeasurementSetNotAllowed.selector, MEASUREMENTS)
        );
    }

    function test_refusesWithoutAQuorum() public {
        EnclaveRegistration memory message = second();
        bytes32 digest = registry.registrationDigest(message);
        bytes memory enclaveSignature = sign(SECOND, digest);
        bytes[] memory three = endorse(digest, 3);

        vm.expectRevert(abi.encodeWithSelector(Quorum.QuorumNotReached.selector, 3, 4));
        registry.register(message, enclaveSignature, three);
        registry.register(message, enclaveSignature, endorse(digest, 4));
    }

    function test_refusesWithoutTheEnclavesSignature() public {
        EnclaveRegistration memory message = second();
        bytes32 digest = registry.registrationDigest(message);
        bytes[] memory quorum = endorse(digest, 5);

        vm.expectRevert(IEnclaveRegistry.EnclaveRegistryBadEnclaveSignature.selector);
        registry.register(message, sign(0xbad, digest), quorum);
        vm.expectRevert(IEnclaveRegistry.EnclaveRegistryBadEnclaveSignature.selector);
        registry.register(message, "", quorum);
    }

    function test_refusesAnotherOperatorThanTheEnclaveSigned() public {
        EnclaveRegistration memory message = second();
        bytes memory enclaveSignature = sign(SECOND, registry.registrationDigest(message));
        message.operator = address(0xbad);
        bytes[] memory quorum = endorse(registry.registrationDigest(message), 5);

        vm.expectRevert(IEnclaveRegistry.EnclaveRegistryBadEnclaveSignature.selector);
        registry.register(message, enclaveSignature, quorum);
    }

    function test_refusesAnotherOperatorThanTheValidatorsSigned() public {
        EnclaveRegistration memory message = second();
        bytes[] memory quorum = endorse(registry.registrationDigest(message), 5);
        message.operator = address(0xbad);
        bytes memory enclaveSignature = sign(SECOND, registry.registrationDigest(message));

        // The signatures recover to strangers, in whatever order: every refusal is right.
        vm.expectRevert();
        registry.register(message, enclaveSignature, quorum);
    }

    function test_refusesSignaturesForAnotherRegistryOrChain() public {
        EnclaveRegistration memory message = second();
        EnclaveRegistry other = new EnclaveRegistry(address(authority), validators);
        bytes32 digest = other.registrationDigest(message);
        bytes[] memory quorum = endorse(digest, 5);
        vm.expectRevert(IEnclaveRegistry.EnclaveRegistryBadEnclaveSignature.selector);
        registry.register(message, sign(SECOND, digest), quorum);

        digest = registry.registrationDigest(message);
        quorum = endorse(digest, 5);
        vm.chainId(1);
        vm.expectRevert(IEnclaveRegistry.EnclaveRegistryBadEnclaveSignature.selector);
        registry.register(message, sign(SECOND, digest), quorum);
    }

    function test_refusesBadClaims() public {
        EnclaveRegistration memory message = second();
        message.maxAssurance = 4;
        refuses(message, abi.encodeWithSelector(IEnclaveRegistry.EnclaveRegistryBadAssurance.selector, 4));
        message = second();
        message.operator = address(0);
        refuses(message, abi.encodeWithSelector(IEnclaveRegistry.EnclaveRegistryBadOperator.selector));
        message = second();
        message.measurementSet = keccak256("never allowed");
        refuses(
            message,
            abi.encodeWithSelector(
                IEnclaveRegistry.EnclaveRegistryMeasurementSetNotAllowed.selector, keccak256("never allowed")
            )
        );
    }

    function test_refusesBadTimes() public {
        refusesTimes(START, START);
        refusesTimes(START - 1 hours - 1, START + 1 days);
        refusesTimes(START - 100, START);
        refusesTimes(START, START + 30 days + 1);
        refusesTimes(START + 2, START + 1);
    }

    function test_renewsWithoutAGap() public {
        EnclaveRegistration memory message = registration();
        vm.warp(START + 1 days - 10);
        message.validFrom = uint64(START + 1 days - 20);
        message.validUntil = uint64(START + 2 days);

        register(message);

        IEnclaveRegistry.Epoch memory epoch = registry.epochOf(vm.addr(ENCLAVE));
        assertEq(epoch.validFrom, START - 60);
        assertEq(epoch.validUntil, START + 2 days);
    }

    function test_refusesARenewalThatChangesThePast() public {
        bytes memory refusal =
            abi.encodeWithSelector(IEnclaveRegistry.EnclaveRegistryNotARenewal.selector, vm.addr(ENCLAVE));
        // The same registration again.
        refuses(registration(), refusal);
        EnclaveRegistration memory message = renewal();
        message.operator = address(0xbad);
        refuses(message, refusal);
        message = renewal();
        message.maxAssurance = 3;
        refuses(message, refusal);
        message = renewal();
        message.validFrom = uint64(START + 1 days + 1);
        refuses(message, refusal);
        message = renewal();
        message.measurementSet = keccak256("another set");
        registry.allowMeasurementSet(message.measurementSet);
        refuses(message, refusal);
    }

    function test_neverRenewsARevokedKey() public {
        registry.revoke(vm.addr(ENCLAVE));
        refuses(
            renewal(), abi.encodeWithSelector(IEnclaveRegistry.EnclaveRegistryKeyRevoked.selector, vm.addr(ENCLAVE))
        );
    }

    function test_letsOnlyTheAuthorityRevokeAndAllow() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(0xbad));
        address key = vm.addr(ENCLAVE);
        vm.prank(address(0xbad));
        vm.expectRevert(refusal);
        registry.revoke(key);
        vm.prank(address(0xbad));
        vm.expectRevert(refusal);
        registry.allowMeasurementSet(keccak256("new"));
        vm.prank(address(0xbad));
        vm.expectRevert(refusal);
        registry.revokeMeasurementSet(MEASUREMENTS);
    }

    function test_notesThatAKeyIsAlive() public {
        address key = vm.addr(ENCLAVE);
        assertEq(registry.lastHeartbeatOf(key), 0);
        beat(START - 600);
        assertEq(registry.lastHeartbeatOf(key), START - 600);
        beat(START);
        assertEq(registry.lastHeartbeatOf(key), START);
    }

    function test_refusesHeartbeatsThatAreOldEarlyOrCameBefore() public {
        refusesBeat(START - 601, 0);
        refusesBeat(START + 1, 0);
        beat(START - 10);
        refusesBeat(START - 10, START - 10);
        refusesBeat(START - 11, START - 10);
    }

    function test_refusesHeartbeatsOfOthersAndOfStoppedKeys() public {
        Heartbeat memory message = Heartbeat(vm.addr(ENCLAVE), uint64(START));
        bytes32 digest = registry.heartbeatDigest(message);
        vm.expectRevert(IEnclaveRegistry.EnclaveRegistryBadEnclaveSignature.selector);
        registry.beat(message, sign(0xbad, digest));
        registry.revoke(message.enclaveKey);
        vm.expectRevert(abi.encodeWithSelector(IEnclaveRegistry.EnclaveRegistryKeyNotGood.selector, message.enclaveKey));
        registry.beat(message, sign(ENCLAVE, digest));
    }

    function test_registrationGas() public {
        EnclaveRegistration memory message = second();
        bytes32 digest = registry.registrationDigest(message);
        registry.register(message, sign(SECOND, digest), endorse(digest, 5));
        vm.snapshotGasLastCall("EnclaveRegistry", "register, five validators");
    }

    function test_goodMeansInsideTheEpochAndBeforeTheRevocation(uint64 time, uint64 revokedAt) public {
        revokedAt = uint64(bound(revokedAt, START, START + 1 days - 1));
        time = uint64(bound(time, START - 1 days, START + 2 days));
        vm.warp(revokedAt);
        registry.revoke(vm.addr(ENCLAVE));

        bool expected = time >= START - 60 && time < revokedAt;
        assertTrue(registry.isGood(vm.addr(ENCLAVE), time) == expected, "good exactly then");
    }

    function beat(uint256 time) private {
        Heartbeat memory message = Heartbeat(vm.addr(ENCLAVE), uint64(time));
        registry.beat(message, sign(ENCLAVE, registry.heartbeatDigest(message)));
    }

    function refusesBeat(uint256 time, uint256 last) private {
        Heartbeat memory message = Heartbeat(vm.addr(ENCLAVE), uint64(time));
        bytes memory signature = sign(ENCLAVE, registry.heartbeatDigest(message));
        vm.expectRevert(
            abi.encodeWithSelector(
                IEnclaveRegistry.EnclaveRegistryBadHeartbeat.selector, message.enclaveKey, message.time, last
            )
        );
        registry.beat(message, signature);
    }

    function second() private pure returns (EnclaveRegistration memory message) {
        message = registration();
        message.enclaveKey = vm.addr(SECOND);
    }

    function renewal() private pure returns (EnclaveRegistration memory message) {
        message = registration();
        message.validUntil = uint64(START + 2 days);
    }

    function refusesTimes(uint256 from, uint256 until) private {
        EnclaveRegistration memory message = second();
        (message.validFrom, message.validUntil) = (uint64(from), uint64(until));
        refuses(message, abi.encodeWithSelector(IEnclaveRegistry.EnclaveRegistryBadTimes.selector, from, until));
    }

    /// @dev Everybody signs, so that only the named check can stop it.
    function refuses(EnclaveRegistration memory message, bytes memory refusal) private {
        bytes32 digest = registry.registrationDigest(message);
        uint256 key = message.enclaveKey == vm.addr(SECOND) ? SECOND : ENCLAVE;
        bytes[] memory quorum = endorse(digest, 5);
        vm.expectRevert(refusal);
        registry.register(message, sign(key, digest), quorum);
    }
}
