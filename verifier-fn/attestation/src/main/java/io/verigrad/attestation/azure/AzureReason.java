package io.verigrad.attestation.azure;

import io.verigrad.attestation.Reason;
import java.util.Locale;

/** Why evidence of Azure is not accepted, besides what its hardware report and all formats share. */
public enum AzureReason implements Reason {
    /** The policy has no rules for this kind of hardware. */
    HARDWARE_NOT_ALLOWED,
    /** The hardware report does not vouch for the runtime data, and so not for the key of the TPM. */
    RUNTIME_DATA_UNBOUND,
    /** The registers are not the ones that the TPM signed. */
    REGISTERS_MISMATCH,
    /** The TPM may have lost count of its time. */
    CLOCK_UNSAFE,
    /** The machine started without secure boot. */
    SECURE_BOOT_OFF,
    /** Somebody may work at the machine's console. */
    CONSOLE_ENABLED,
    /** The evidence has no certificate of the TPM's key. */
    KEY_CERTIFICATE_MISSING,
    /** The certificate is one of another key. */
    KEY_CERTIFICATE_MISMATCH;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
