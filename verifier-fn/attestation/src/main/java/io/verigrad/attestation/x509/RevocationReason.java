package io.verigrad.attestation.x509;

import io.verigrad.attestation.Reason;
import java.util.Locale;

/** Why a chain is not known to be good still. */
public enum RevocationReason implements Reason {
    /** No list of the issuer is at hand. */
    REVOCATION_LIST_MISSING,
    /** The newest list is past its next update, or of the future. */
    REVOCATION_LIST_STALE,
    /** A list in the name of the issuer is not signed by it, or does not speak for the certificate. */
    REVOCATION_LIST_INVALID,
    /** The issuer took the certificate back. */
    CERTIFICATE_REVOKED;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean lacksCollateral() {
        return this == REVOCATION_LIST_MISSING || this == REVOCATION_LIST_STALE;
    }
}
