// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What one enclave key says about one paid model call; field order and types are signed.
struct Receipt {
    bytes32 requestHash;
    bytes32 responseHash;
    bytes32 modelDigest;
    bytes32 parametersHash;
    bytes32 runtimeDigest;
    bytes32 offerHash;
    bytes32 paymentId;
    bytes32 clientNonce;
    address payer;
    address payTo;
    address asset;
    address enclaveKey;
    uint128 cap;
    uint128 charge;
    uint64 inputUnits;
    uint64 outputUnits;
    uint64 sequence;
    uint64 issuedAt;
    uint8 scheme;
    uint8 finish;
    uint8 assurance;
}

/// @notice The price that an enclave signed before the call; a receipt names it by its struct hash.
struct Offer {
    bytes32 modelDigest;
    address payTo;
    address asset;
    uint128 flatPrice;
    uint128 inputUnitPrice;
    uint128 outputUnitPrice;
    uint8 minAssurance;
    uint64 expiresAt;
}

/// @notice What a validator signs about a batch of receipts: it affirmed every one of them.
struct Appraisal {
    bytes32 batchRoot;
    uint64 count;
    bytes32 policyDigest;
    uint64 appraisedAt;
}

/// @notice What a validator signs about one Transfer log that paid a vault outside a batch; no receipt: back to the payer.
struct StrayStatement {
    bytes32 transactionHash;
    uint64 logIndex;
    bytes32 paymentId;
    bytes32 receiptId;
    address payer;
    address host;
    address asset;
    uint256 amount;
    uint64 validBefore;
    uint64 statedAt;
}

/// @notice What an enclave key signs to say that it is alive.
struct Heartbeat {
    address enclaveKey;
    uint64 time;
}

/// @notice What validators and the enclave key itself sign to open or extend the key's epoch.
struct EnclaveRegistration {
    address enclaveKey;
    bytes32 measurementSet;
    bytes32 evidenceDigest;
    bytes32 policyDigest;
    address operator;
    uint8 maxAssurance;
    uint64 validFrom;
    uint64 validUntil;
}
