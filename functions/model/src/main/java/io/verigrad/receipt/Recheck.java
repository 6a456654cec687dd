package io.verigrad.receipt;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Hash32;

/**
 * The verdict of an enclave that ran the request of another enclave's receipt again. It says nothing of the receipt's own
 * signature or key: look at those in the receipt.
 *
 * @param receiptId the receipt that was checked
 * @param parametersHash parameters and numerics class of the second run; equal to the receipt's in the same class
 * @param responseHash SHA-256 of the second answer
 * @param recheckedAt unix seconds
 */
public record Recheck(
        Hash32 receiptId,
        Hash32 parametersHash,
        Hash32 responseHash,
        RecheckOutcome outcome,
        @DecimalString long recheckedAt) {
    public static final TypeHash TYPE =
            TypeHash.of("Recheck(bytes32 receiptId,bytes32 parametersHash,bytes32 responseHash,uint8 outcome,"
                    + "uint8 assurance,uint64 recheckedAt)");

    public Recheck {
        if (recheckedAt < 0) {
            throw new IllegalArgumentException("expected unix seconds, found " + recheckedAt);
        }
    }

    /** The level that the receipt has by this verdict. */
    public Assurance assurance() {
        return outcome.assurance();
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .bytes32(receiptId)
                .bytes32(parametersHash)
                .bytes32(responseHash)
                .uint(outcome.code())
                .uint(assurance().code())
                .uint(recheckedAt)
                .hash();
    }
}
