package io.verigrad.attestation.snp;

import io.verigrad.attestation.Reason;
import java.util.Locale;

/** Why an SEV-SNP report is not accepted, besides what all formats share. */
public enum SnpReason implements Reason {
    /** The certificate of the key that signed, or one above it, is neither in the evidence nor in the collateral. */
    ENDORSEMENT_MISSING,
    /** The certificate is not of the kind of key that the report names (VCEK or VLEK). */
    KEY_KIND_MISMATCH,
    /** Report, certificate and root speak of different products, or of an unknown one. */
    PRODUCT_MISMATCH,
    /** The certificate is for another firmware version than the report says. */
    TCB_MISMATCH,
    /** The certificate is for another chip. */
    CHIP_MISMATCH,
    /** The report hides its chip, and the key is one of a chip. */
    CHIP_MASKED,
    /** The policy has no minimum for this product. */
    PRODUCT_NOT_ALLOWED,
    /** A component of the firmware is older than the policy's minimum. */
    TCB_TOO_OLD,
    /** A component of the firmware was older than the minimum when the guest was launched. */
    LAUNCH_TCB_TOO_OLD,
    /** Reported, committed and current version are not in that order. */
    TCB_INCONSISTENT,
    /** The policy does not list the chip. */
    CHIP_NOT_ALLOWED,
    /** The policy does not list the cloud provider. */
    PROVIDER_NOT_ALLOWED,
    /** A migration agent may move the guest to another machine. */
    MIGRATION_ALLOWED,
    /** The guest would run on firmware with an older ABI. */
    ABI_TOO_OLD,
    /** The guest policy permits something that weakens the guest. */
    GUEST_WEAKENED,
    /** The guest policy does not demand a feature. */
    GUEST_FEATURE_MISSING,
    /** The platform does not have a feature. */
    PLATFORM_FEATURE_MISSING,
    /** Made at another privilege level. */
    VMPL_MISMATCH;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean lacksCollateral() {
        return this == ENDORSEMENT_MISSING;
    }
}
