package io.verigrad.attestation;

import io.verigrad.value.Bytes;

/**
 * A signed statement of a vendor that is neither a certificate nor a revocation list, in the bytes it was served in.
 *
 * @param content the whole body of the vendor's answer, as the signature covers exact bytes
 */
public record CollateralDocument(Kind kind, Bytes content) {
    /** The largest document, in bytes. */
    public static final int MAX_SIZE = 1 << 20;

    /** What a document states. */
    public enum Kind {
        /** {@code {"tcbInfo":...,"signature":...}} for one FMSPC ("Intel PCS API", version 4, Get TCB Info). */
        INTEL_TCB_INFO,
        /** {@code {"enclaveIdentity":...,"signature":...}} of the TD quoting enclave (same, Get QE Identity). */
        INTEL_QE_IDENTITY,
        /** A reference integrity manifest of a driver or a VBIOS, signed XML. */
        NVIDIA_RIM,
        /** An answer about one certificate (RFC 6960, section 4.2.1), DER. */
        OCSP_RESPONSE,
        /** The keys of an issuer of tokens (RFC 7517, section 5): {@code {"issuer":...,"jwks":{"keys":[...]}}}. */
        JSON_WEB_KEYS
    }

    public CollateralDocument {
        if (content.size() == 0 || content.size() > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "expected a document of 1 to " + MAX_SIZE + " bytes, found " + content.size());
        }
    }
}
