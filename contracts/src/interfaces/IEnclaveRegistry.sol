// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EnclaveRegistration, Heartbeat} from "../message/Messages.sol";

/// @notice Key epochs of enclaves, so that a receipt can be judged as of its own time for ever.
interface IEnclaveRegistry {
    /// @notice Good from `validFrom` on, before `validUntil`, and before `revokedAt` unless that is zero.
    struct Epoch {
        address operator;
        uint8 maxAssurance;
        uint64 validFrom;
        uint64 validUntil;
        uint64 revokedAt;
        bytes32 measurementSet;
    }

    event EnclaveRegistered(
        address indexed enclaveKey,
        address indexed operator,
        bytes32 indexed measurementSet,
        bytes32 evidenceDigest,
        bytes32 policyDigest,
        uint8 maxAssurance,
        uint64 validFrom,
        uint64 validUntil
    );
    event EnclaveAlive(address indexed enclaveKey, uint64 time);
    event EnclaveRevoked(address indexed enclaveKey, uint64 revokedAt);
    event MeasurementSetAllowed(bytes32 indexed measurementSet);
    event MeasurementSetRevoked(bytes32 indexed measurementSet, uint64 revokedAt);

    error EnclaveRegistryBadTimes(uint64 validFrom, uint64 validUntil);
    error EnclaveRegistryBadAssurance(uint8 maxAssurance);
    error EnclaveRegistryBadOperator();
    error EnclaveRegistryBadEnclaveSignature();
    error EnclaveRegistryMeasurementSetNotAllowed(bytes32 measurementSet);
    error EnclaveRegistryMeasurementSetKnown(bytes32 measurementSet);
    error EnclaveRegistryKeyRevoked(address enclaveKey);
    error EnclaveRegistryNotARenewal(address enclaveKey);
    error EnclaveRegistryKeyNotGood(address enclaveKey);
    error EnclaveRegistryBadHeartbeat(address enclaveKey, uint64 time, uint64 last);
    error EnclaveRegistryUnknownKey(address enclaveKey);

    /// @notice Opens or extends the epoch of a key that both a validator quorum and the key itself signed for.
    function register(
        EnclaveRegistration calldata registration,
        bytes calldata enclaveSignature,
        bytes[] calldata validatorSignatures
    ) external;

    /// @notice Notes that a good key was alive: it signed a time of the last ten minutes, later than its last one.
    function beat(Heartbeat calldata heartbeat, bytes calldata enclaveSignature) external;

    /// @notice Ends a key's epoch now; receipts issued before stay provable.
    function revoke(address enclaveKey) external;

    /// @notice Allows registrations that name this measurement set.
    function allowMeasurementSet(bytes32 measurementSet) external;

    /// @notice Ends every epoch of this measurement set now, and for ever.
    function revokeMeasurementSet(bytes32 measurementSet) external;

    /// @notice Epoch of a key; all zero for an unknown key; `revokedAt` covers the key and its measurement set.
    function epochOf(address enclaveKey) external view returns (Epoch memory);

    /// @notice Whether the key was good at Unix time `time`.
    function isGood(address enclaveKey, uint64 time) external view returns (bool);

    /// @notice Whether registrations may name this measurement set.
    function isMeasurementSetAllowed(bytes32 measurementSet) external view returns (bool);

    /// @notice Unix time of a key's last heartbeat; zero before the first.
    function lastHeartbeatOf(address enclaveKey) external view returns (uint64);

    /// @notice EIP-712 digest that the enclave signs to be noted as alive.
    function heartbeatDigest(Heartbeat calldata heartbeat) external view returns (bytes32);

    /// @notice EIP-712 digest that the enclave and the validators sign.
    function registrationDigest(EnclaveRegistration calldata registration) external view returns (bytes32);
}
