package io.verigrad.receipt;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;

/**
 * What validators and the enclave itself sign to open a key epoch in the EnclaveRegistry.
 *
 * @param measurementSet id of the allowed measurements that the evidence matched
 * @param evidenceDigest SHA-256 of the signed part of the evidence
 * @param policyDigest SHA-256 of the appraisal policy
 * @param operator who runs the enclave and earns the operator's share
 * @param maxAssurance the highest level that receipts of this key may claim
 * @param validFrom unix seconds, the first good one
 * @param validUntil unix seconds, the first one that is not good any more
 */
public record EnclaveRegistration(
        Address enclaveKey,
        Hash32 measurementSet,
        Hash32 evidenceDigest,
        Hash32 policyDigest,
        Address operator,
        Assurance maxAssurance,
        @DecimalString long validFrom,
        @DecimalString long validUntil) {
    public static final TypeHash TYPE =
            TypeHash.of("EnclaveRegistration(address enclaveKey,bytes32 measurementSet,bytes32 evidenceDigest,"
                    + "bytes32 policyDigest,address operator,uint8 maxAssurance,uint64 validFrom,uint64 validUntil)");

    public EnclaveRegistration {
        if (validFrom < 0 || validUntil <= validFrom) {
            throw new IllegalArgumentException(
                    "expected validFrom < validUntil, found " + validFrom + " and " + validUntil);
        }
        if (maxAssurance.compareTo(Assurance.WEIGHTS_BOUND) > 0) {
            throw new IllegalArgumentException("expected an enclave of at most WEIGHTS_BOUND, found " + maxAssurance);
        }
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .address(enclaveKey)
                .bytes32(measurementSet)
                .bytes32(evidenceDigest)
                .bytes32(policyDigest)
                .address(operator)
                .uint(maxAssurance.code())
                .uint(validFrom)
                .uint(validUntil)
                .hash();
    }
}
