package io.verigrad.attestation.ear;

import io.verigrad.attestation.Reason;
import java.util.Locale;

/** Why an attestation result is not believed. */
public enum ResultReason implements Reason {
    /** Not signed by the key of the verifier, or by another algorithm. */
    RESULT_SIGNATURE_INVALID,
    /** Not a result of this kind. */
    RESULT_PROFILE,
    /** No longer valid, or without an end. */
    RESULT_EXPIRED,
    /** Made later than now, or nobody knows when. */
    RESULT_FROM_FUTURE;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
