package io.verigrad.receipt;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.value.Hash32;
import java.math.BigInteger;

/**
 * What a validator signs to decide a case of the Disputes contract, in that contract's domain.
 *
 * @param caseId the contract's number of the case
 * @param upheld whether the challenger is right
 * @param reasonDigest SHA-256 of the reasons, which every validator of a quorum must share
 */
public record Verdict(BigInteger caseId, boolean upheld, Hash32 reasonDigest) {
    public static final TypeHash TYPE = TypeHash.of("Verdict(uint256 caseId,bool upheld,bytes32 reasonDigest)");

    public Verdict {
        if (caseId.signum() <= 0) {
            throw new IllegalArgumentException("expected the number of a case, from 1, found " + caseId);
        }
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .uint(caseId)
                .uint(upheld ? 1 : 0)
                .bytes32(reasonDigest)
                .hash();
    }
}
