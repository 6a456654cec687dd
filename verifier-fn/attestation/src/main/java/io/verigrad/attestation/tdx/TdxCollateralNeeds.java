package io.verigrad.attestation.tdx;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.x509.CommonName;
import io.verigrad.value.Bytes;
import java.security.cert.X509Certificate;

/**
 * What verifying a quote needs besides it. Read from a quote that nobody verified yet, so good for asking and for nothing
 * else. The identity of the quoting enclave and the root's revocation list are the same for all.
 *
 * @param model FMSPC, 6 bytes: whose TCB info to ask for
 * @param authority whose revocation list to ask for
 */
public record TdxCollateralNeeds(Bytes model, Authority authority) {
    /** The authorities above the keys of platforms ("Intel PCS API", version 4, Get PCK CRL, parameter ca). */
    public enum Authority {
        PLATFORM,
        PROCESSOR
    }

    static TdxCollateralNeeds of(TdxQuote quote) throws EvidenceFormatException {
        X509Certificate leaf = quote.chain().certificates().getFirst();
        return new TdxCollateralNeeds(
                PlatformCertificate.of(leaf).model(),
                CommonName.issuer(leaf).contains("Processor") ? Authority.PROCESSOR : Authority.PLATFORM);
    }
}
