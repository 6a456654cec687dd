package io.verigrad.chain.dispute;

import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/** What a verdict did. */
public sealed interface Ruling {
    BigInteger caseId();

    Hash32 reasonDigest();

    /**
     * The challenger was right.
     *
     * @param slashed what the accused lost
     * @param reward what of that is the challenger's, beside the bond
     * @param revoked whether the enclave key was still good until then
     */
    record Upheld(BigInteger caseId, Hash32 reasonDigest, TokenAmount slashed, TokenAmount reward, boolean revoked)
            implements Ruling {}

    /**
     * The challenger was wrong.
     *
     * @param compensation what of the bond is the accused's
     */
    record Rejected(BigInteger caseId, Hash32 reasonDigest, TokenAmount compensation) implements Ruling {}
}
