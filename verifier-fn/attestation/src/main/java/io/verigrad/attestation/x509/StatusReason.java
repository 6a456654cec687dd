package io.verigrad.attestation.x509;

import io.verigrad.attestation.Reason;
import java.util.Locale;

/** Why a certificate whose issuer answers about single ones is not known to be good still. */
public enum StatusReason implements Reason {
    /** Neither an answer nor a list of the issuer is at hand. */
    STATUS_MISSING,
    /** The newest answer is past its next update, of the future, or has no next update. */
    STATUS_STALE,
    /** No answer about the certificate is signed by its issuer, or by whom the issuer delegated to. */
    STATUS_INVALID;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean lacksCollateral() {
        return this == STATUS_MISSING || this == STATUS_STALE;
    }
}
