package io.verigrad.receipt;

import io.verigrad.crypto.Sha256;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * What a validator signs to decide a case of the Disputes contract, in that contract's domain.
 *
 * @param caseId the contract's number of the case
 * @param upheld whether the challenger is right
 * @param reasonDigest SHA-256 of the reasons, which every validator of a quorum must share
 */
public record Verdict(BigInteger caseId, boolean upheld, Hash32 reasonDigest) {
    public static final TypeHash TYPE = TypeHash.of("Verdict(uint256 caseId,bool upheld,bytes32 reasonDigest)");

    private static final byte[] REASONS = "verigrad-verdict-v1".getBytes(StandardCharsets.US_ASCII);

    public Verdict {
        if (caseId.signum() <= 0) {
            throw new IllegalArgumentException("expected the number of a case, from 1, found " + caseId);
        }
    }

    /**
     * The verdict that every honest validator signs who decides a case in this way. Its reasons are those of the case, not
     * the words of one validator, so that signatures add up.
     *
     * @param subject what the case is about, as the contract names it
     */
    public static Verdict on(BigInteger caseId, Hash32 subject, boolean upheld) {
        byte[] decision = {(byte) (upheld ? 1 : 0)};
        return new Verdict(
                caseId,
                upheld,
                Sha256.hash(
                        REASONS,
                        StructEncoder.untyped().uint(caseId).encoded().toArray(),
                        subject.toArray(),
                        decision));
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .uint(caseId)
                .uint(upheld ? 1 : 0)
                .bytes32(reasonDigest)
                .hash();
    }
}
