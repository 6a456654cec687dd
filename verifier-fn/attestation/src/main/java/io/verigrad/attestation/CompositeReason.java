package io.verigrad.attestation;

import java.util.Locale;

/** Why a machine with devices is not accepted, besides what is wrong with a part. */
public enum CompositeReason implements Reason {
    /** The enclave binds devices that it shows no evidence of. */
    DEVICE_EVIDENCE_MISSING,
    /** The enclave binds other devices than it shows. */
    DEVICE_HASH_MISMATCH,
    /** One device is shown twice. */
    DEVICE_TWICE,
    /** Fewer GPUs than the policy wants. */
    TOO_FEW_GPUS;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
