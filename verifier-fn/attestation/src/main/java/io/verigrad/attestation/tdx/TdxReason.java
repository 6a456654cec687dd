package io.verigrad.attestation.tdx;

import io.verigrad.attestation.Reason;
import java.util.Locale;

/** Why a TDX quote is not accepted, besides what all formats share. */
public enum TdxReason implements Reason {
    /** The platform's key did not sign the report of the quoting enclave. */
    ENCLAVE_SIGNATURE_INVALID,
    /** The quoting enclave does not vouch for the key that signed the quote. */
    ATTESTATION_KEY_UNBOUND,
    /** The collateral has no TCB info for this model of platform. */
    TCB_INFO_MISSING,
    /** The TCB info is not signed by Intel, or not in a form that is known. */
    TCB_INFO_INVALID,
    /** The TCB info is past its next update, or of the future. */
    TCB_INFO_STALE,
    /** The collateral has no identity of the quoting enclave. */
    QE_IDENTITY_MISSING,
    /** The identity is not signed by Intel, or not in a form that is known. */
    QE_IDENTITY_INVALID,
    /** The identity is past its next update, or of the future. */
    QE_IDENTITY_STALE,
    /** The enclave that vouched for the key is not Intel's quoting enclave for trust domains. */
    QE_MISMATCH,
    /** The TDX module is none that the TCB info names, or signed by somebody else. */
    MODULE_MISMATCH,
    /** Platform, module or quoting enclave is below every level that Intel knows. */
    TCB_NOT_SUPPORTED,
    /** Intel has revoked the level of platform, module or quoting enclave. */
    TCB_REVOKED,
    /** The policy does not accept the status of platform, module and quoting enclave. */
    TCB_STATUS_NOT_ALLOWED,
    /** The policy does not accept the status any longer. */
    TCB_GRACE_OVER,
    /** An advisory is open that the policy does not accept. */
    ADVISORY_NOT_ALLOWED,
    /** The TCB info is of an older recovery event than the policy demands. */
    TCB_EVALUATION_TOO_OLD,
    /** The policy does not list the platform. */
    PLATFORM_NOT_ALLOWED,
    /** The host can make the guest handle missing pages of memory. */
    PAGE_VIOLATIONS_ENABLED,
    /** An attribute is set that the policy does not allow. */
    ATTRIBUTE_NOT_ALLOWED,
    /** A processor feature is on that the policy does not allow. */
    FEATURE_NOT_ALLOWED,
    /** The owner, or a service domain, is named and no measurement set asks for it. */
    REGISTER_NOT_ALLOWED,
    /** The event log does not lead to the runtime registers. */
    EVENT_LOG_MISMATCH,
    /** No event of the log ends the boot. */
    BOOT_MARKER_MISSING,
    /** An event that counts came twice before the end of the boot. */
    EVENT_REPEATED;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean lacksCollateral() {
        return this == TCB_INFO_MISSING
                || this == TCB_INFO_STALE
                || this == QE_IDENTITY_MISSING
                || this == QE_IDENTITY_STALE;
    }
}
