package io.verigrad.receipt;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Hash32;

/**
 * What a validator signs to let a batch settle: it affirmed every receipt under {@code batchRoot}.
 *
 * @param count the number of receipts in the batch, from 1
 * @param policyDigest SHA-256 of the policy that was applied
 * @param appraisedAt unix seconds
 */
public record Appraisal(
        Hash32 batchRoot,
        @DecimalString long count,
        Hash32 policyDigest,
        @DecimalString long appraisedAt) {
    public static final TypeHash TYPE =
            TypeHash.of("Appraisal(bytes32 batchRoot,uint64 count,bytes32 policyDigest,uint64 appraisedAt)");

    public Appraisal {
        if (count < 1 || appraisedAt < 0) {
            throw new IllegalArgumentException("expected a batch of one or more, found " + count);
        }
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .bytes32(batchRoot)
                .uint(count)
                .bytes32(policyDigest)
                .uint(appraisedAt)
                .hash();
    }
}
