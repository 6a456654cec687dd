package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.Reason;
import java.util.Locale;

/** Why evidence of an NVIDIA device is not accepted, besides what all formats share. */
public enum NvidiaReason implements Reason {
    /** The firmware that made the report is not the one that the key was given to. */
    FIRMWARE_ID_MISMATCH,
    /** No manifest of this version and product is in the collateral. */
    RIM_MISSING,
    /** A manifest in the collateral is not one. */
    RIM_MALFORMED,
    /** The manifest does not chain to a pinned root. */
    RIM_CHAIN_INVALID,
    /** A certificate of the manifest is not valid now: NVIDIA renews them every other year, so this is no forgery. */
    RIM_EXPIRED,
    /** The signature of the manifest is wrong. */
    RIM_SIGNATURE_INVALID,
    /** A certificate of the manifest was taken back, or nobody says that it was not. */
    RIM_NOT_CURRENT,
    /** Driver and VBIOS manifest both name one measurement, so one of them is ignored by somebody. */
    RIM_CONFLICT,
    /** A measurement is not one that the manifest allows. */
    GOLDEN_MEASUREMENT_MISMATCH,
    /** The device does not say whether its decoder is on, which decides whether a measurement counts. */
    DECODER_UNKNOWN,
    /** The policy does not name the product. */
    DEVICE_PRODUCT_NOT_ALLOWED,
    /** The driver is older than the policy's minimum. */
    DRIVER_TOO_OLD,
    /** The policy does not list the device. */
    DEVICE_NOT_ALLOWED,
    /** The keys of the issuer are not in the collateral, or not in the form of a key set. */
    TOKEN_KEYS_MISSING,
    /** No key of the issuer has the token's key id. */
    TOKEN_KEY_UNKNOWN,
    /** The certificate of a key is not of this key. */
    TOKEN_KEY_MISMATCH,
    /** The token is not of the issuer that the policy names. */
    TOKEN_ISSUER,
    /** The token is of a version of claims that is not known. */
    TOKEN_VERSION,
    /** A token is not valid yet, or was made later than now. */
    TOKEN_NOT_YET_VALID,
    /** A token is no longer valid. */
    TOKEN_EXPIRED,
    /** The devices' tokens are not those that the overall token names. */
    TOKEN_DIGEST_MISMATCH,
    /** A check that NVIDIA's service made did not succeed, or it does not say so. */
    TOKEN_CLAIM;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean lacksCollateral() {
        return this == RIM_MISSING || this == TOKEN_KEYS_MISSING;
    }
}
