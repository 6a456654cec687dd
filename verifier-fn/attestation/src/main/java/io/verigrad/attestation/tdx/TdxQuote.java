package io.verigrad.attestation.tdx;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.value.Bytes;

/**
 * A quote of a trust domain ("Intel TDX DCAP Quoting Library API", appendix A.3 and A.4), versions 4 and 5.
 *
 * @param signed header and body: what the attestation key signs
 * @param signature r and s, 32 bytes each, big-endian
 * @param attestationKey x and y of a point of P-256, 32 bytes each, big-endian
 * @param enclave the quoting enclave's report about itself, which vouches for the key
 * @param enclaveSignature by the key of the platform's certificate, as {@code signature}
 * @param enclaveData what the enclave's report binds besides the key
 * @param chain of the platform's certificate
 * @param size how many bytes it takes
 */
record TdxQuote(
        int version,
        TdReport report,
        Bytes signed,
        Bytes signature,
        Bytes attestationKey,
        EnclaveReport enclave,
        Bytes enclaveSignature,
        Bytes enclaveData,
        CertificateChain chain,
        int size) {
    /**
     * Reads the quote that {@code bytes} begin with; no signature is checked.
     *
     * @throws EvidenceFormatException if they do not begin with a quote of a known version for a trust domain
     */
    static TdxQuote parse(Bytes bytes) throws EvidenceFormatException {
        return new QuoteReader(bytes).read();
    }
}
