// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Pause} from "../governance/Pause.sol";
import {IEnclaveRegistry} from "../interfaces/IEnclaveRegistry.sol";
import {IValidatorWeights} from "../interfaces/IValidatorWeights.sol";
import {MessageHash} from "../message/MessageHash.sol";
import {EnclaveRegistration, Heartbeat} from "../message/Messages.sol";
import {Quorum} from "./Quorum.sol";

/// @notice Opens key epochs by validator quorum and keeps them for ever.
contract EnclaveRegistry is Pause, EIP712, IEnclaveRegistry {
    using MessageHash for EnclaveRegistration;
    using MessageHash for Heartbeat;

    struct MeasurementSet {
        bool allowed;
        uint64 revokedAt;
    }

    /// @dev Receipts claim at most WEIGHTS_BOUND; higher levels exist only in verdicts about a receipt.
    uint8 private constant MAX_ASSURANCE = 3;
    uint64 private constant MAX_BACKDATING = 1 hours;
    uint64 private constant MAX_HEARTBEAT_AGE = 10 minutes;
    uint64 private constant MAX_LIFETIME = 30 days;

    IValidatorWeights private immutable _validators;
    mapping(address enclaveKey => Epoch) private _epochs;
    mapping(address enclaveKey => uint64) private _lastHeartbeats;
    mapping(bytes32 measurementSet => MeasurementSet) private _measurementSets;

    constructor(address authority, IValidatorWeights validators) AccessManaged(authority) EIP712("Verigrad", "1") {
        _validators = validators;
    }

    /// @inheritdoc IEnclaveRegistry
    function register(
        EnclaveRegistration calldata registration,
        bytes calldata enclaveSignature,
        bytes[] calldata validatorSignatures
    ) external whenNotPaused {
        _checkClaims(registration);
        bytes32 digest = registrationDigest(registration);
        // Without the key's own signature anybody could register another's evidence for an operator of his choice.
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(digest, enclaveSignature);
        require(
            err == ECDSA.RecoverError.NoError && signer == registration.enclaveKey, EnclaveRegistryBadEnclaveSignature()
        );
        Quorum.requireReached(_validators, digest, validatorSignatures, uint48(block.timestamp));

        Epoch storage epoch = _epochs[registration.enclaveKey];
        if (epoch.validUntil == 0) _open(epoch, registration);
        else _extend(epoch, registration);
        _emitRegistered(registration);
    }

    /// @inheritdoc IEnclaveRegistry
    function beat(Heartbeat calldata heartbeat, bytes calldata enclaveSignature) external {
        (address enclaveKey, uint64 time) = (heartbeat.enclaveKey, heartbeat.time);
        uint64 last = _lastHeartbeats[enclaveKey];
        require(
            time > last && time <= block.timestamp && block.timestamp - time <= MAX_HEARTBEAT_AGE,
            EnclaveRegistryBadHeartbeat(enclaveKey, time, last)
        );
        require(isGood(enclaveKey, uint64(block.timestamp)), EnclaveRegistryKeyNotGood(enclaveKey));
        bytes32 digest = heartbeatDigest(heartbeat);
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(digest, enclaveSignature);
        require(err == ECDSA.RecoverError.NoError && signer == enclaveKey, EnclaveRegistryBadEnclaveSignature());
        _lastHeartbeats[enclaveKey] = time;
        emit EnclaveAlive(enclaveKey, time);
    }

    /// @inheritdoc IEnclaveRegistry
    function revoke(address enclaveKey) external restricted {
        Epoch storage epoch = _epochs[enclaveKey];
        require(epoch.validUntil != 0, EnclaveRegistryUnknownKey(enclaveKey));
        require(epoch.revokedAt == 0, EnclaveRegistryKeyRevoked(enclaveKey));
        epoch.revokedAt = uint64(block.timestamp);
        emit EnclaveRevoked(enclaveKey, uint64(block.timestamp));
    }

    /// @inheritdoc IEnclaveRegistry
    function allowMeasurementSet(bytes32 measurementSet) external restricted {
        MeasurementSet storage known = _measurementSets[measurementSet];
        // A revoked set never comes back: its past epochs would turn good again.
        require(!known.allowed && known.revokedAt == 0, EnclaveRegistryMeasurementSetKnown(measurementSet));
        known.allowed = true;
        emit MeasurementSetAllowed(measurementSet);
    }

    /// @inheritdoc IEnclaveRegistry
    function revokeMeasurementSet(bytes32 measurementSet) external restricted {
        MeasurementSet storage known = _measurementSets[measurementSet];
        require(known.allowed, EnclaveRegistryMeasurementSetNotAllowed(measurementSet));
        known.allowed = false;
        known.revokedAt = uint64(block.timestamp);
        emit MeasurementSetRevoked(measurementSet, uint64(block.timestamp));
    }

    /// @inheritdoc IEnclaveRegistry
    function lastHeartbeatOf(address enclaveKey) external view returns (uint64) {
        return _lastHeartbeats[enclaveKey];
    }

    /// @inheritdoc IEnclaveRegistry
    function isGood(address enclaveKey, uint64 time) public view returns (bool) {
        Epoch memory epoch = epochOf(enclaveKey);
        return epoch.validFrom <= time && time < epoch.validUntil && (epoch.revokedAt == 0 || time < epoch.revokedAt);
    }

    /// @inheritdoc IEnclaveRegistry
    function isMeasurementSetAllowed(bytes32 measurementSet) external view returns (bool) {
        return _measurementSets[measurementSet].allowed;
    }

    /// @inheritdoc IEnclaveRegistry
    function epochOf(address enclaveKey) public view returns (Epoch memory epoch) {
        epoch = _epochs[enclaveKey];
        uint64 setRevokedAt = _measurementSets[epoch.measurementSet].revokedAt;
        if (setRevokedAt != 0 && (epoch.revokedAt == 0 || setRevokedAt < epoch.revokedAt)) {
            epoch.revokedAt = setRevokedAt;
        }
    }

    /// @inheritdoc IEnclaveRegistry
    function registrationDigest(EnclaveRegistration calldata registration) public view returns (bytes32) {
        return _hashTypedDataV4(registration.structHash());
    }

    /// @inheritdoc IEnclaveRegistry
    function heartbeatDigest(Heartbeat calldata heartbeat) public view returns (bytes32) {
        return _hashTypedDataV4(heartbeat.structHash());
    }

    function _checkClaims(EnclaveRegistration calldata registration) private view {
        uint64 from = registration.validFrom;
        uint64 until = registration.validUntil;
        require(
            from < until && until - from <= MAX_LIFETIME && until > block.timestamp
                && from >= block.timestamp - MAX_BACKDATING,
            EnclaveRegistryBadTimes(from, until)
        );
        require(registration.maxAssurance <= MAX_ASSURANCE, EnclaveRegistryBadAssurance(registration.maxAssurance));
        require(registration.operator != address(0), EnclaveRegistryBadOperator());
        require(
            _measurementSets[registration.measurementSet].allowed,
            EnclaveRegistryMeasurementSetNotAllowed(registration.measurementSet)
        );
    }

    function _open(Epoch storage epoch, EnclaveRegistration calldata registration) private {
        epoch.operator = registration.operator;
        epoch.maxAssurance = registration.maxAssurance;
        epoch.validFrom = registration.validFrom;
        epoch.validUntil = registration.validUntil;
        epoch.measurementSet = registration.measurementSet;
    }

    /// @dev A renewal only moves the end, without a gap, so that no past answer changes.
    function _extend(Epoch storage epoch, EnclaveRegistration calldata registration) private {
        require(epoch.revokedAt == 0, EnclaveRegistryKeyRevoked(registration.enclaveKey));
        require(
            epoch.operator == registration.operator && epoch.maxAssurance == registration.maxAssurance
                && epoch.measurementSet == registration.measurementSet && registration.validFrom <= epoch.validUntil
                && registration.validUntil > epoch.validUntil,
            EnclaveRegistryNotARenewal(registration.enclaveKey)
        );
        epoch.validUntil = registration.validUntil;
    }

    function _emitRegistered(EnclaveRegistration calldata registration) private {
        emit EnclaveRegistered(
            registration.enclaveKey,
            registration.operator,
            registration.measurementSet,
            registration.evidenceDigest,
            registration.policyDigest,
            registration.maxAssurance,
            registration.validFrom,
            registration.validUntil
        );
    }
}
