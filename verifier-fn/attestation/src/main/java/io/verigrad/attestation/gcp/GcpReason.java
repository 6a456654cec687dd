package io.verigrad.attestation.gcp;

import io.verigrad.attestation.Reason;
import java.util.Locale;

/** Why a token of Confidential Space is not accepted, besides what all formats share. */
public enum GcpReason implements Reason {
    /** No key of this name is in the collateral. */
    TOKEN_KEY_MISSING,
    /** The policy accepts no token that is signed by this key without a certificate. */
    TOKEN_KEY_NOT_ALLOWED,
    /** Somebody else issued the token. */
    ISSUER_MISMATCH,
    /** The token is for another audience. */
    AUDIENCE_MISMATCH,
    /** The token is not valid yet. */
    TOKEN_NOT_YET_VALID,
    /** The token is no longer valid. */
    TOKEN_EXPIRED,
    /** The token is valid for longer than an hour. */
    TOKEN_LIFETIME,
    /** The machine does not run the image of Confidential Space. */
    SOFTWARE_MISMATCH,
    /** Google does not support the image as the policy wants it. */
    SUPPORT_NOT_ALLOWED,
    /** The policy does not accept the kind of machine. */
    HARDWARE_NOT_ALLOWED,
    /** The machine started without secure boot. */
    SECURE_BOOT_OFF,
    /** The policy does not list the project. */
    PROJECT_NOT_ALLOWED,
    /** The operator changed command or environment, and no measurement set asks for what they are now. */
    OVERRIDE_NOT_ALLOWED,
    /** The GPUs are not in confidential mode. */
    GPU_NOT_CONFIDENTIAL;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean lacksCollateral() {
        return this == TOKEN_KEY_MISSING;
    }
}
