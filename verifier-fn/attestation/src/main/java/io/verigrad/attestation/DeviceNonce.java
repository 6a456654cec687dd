package io.verigrad.attestation;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;

/**
 * The nonce that GPUs and switches are asked with. Their reports name no machine and no key: with the enclave's key in the
 * nonce, a report that was made for another enclave, or for the bare nonce, does not fit.
 */
public final class DeviceNonce {
    private static final byte[] LABEL = "verigrad-gpu-nonce-v1".getBytes(StandardCharsets.US_ASCII);

    private DeviceNonce() {}

    /**
     * SHA-256 of label, nonce, key.
     *
     * @param nonce of the enclave's challenge
     * @param receiptKey of the enclave, {@link Binding#receiptKey}
     */
    public static Hash32 of(Hash32 nonce, Bytes receiptKey) {
        return Sha256.hash(LABEL, nonce.toArray(), receiptKey.toArray());
    }
}
