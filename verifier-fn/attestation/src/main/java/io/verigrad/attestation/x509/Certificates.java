package io.verigrad.attestation.x509;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Reads single certificates out of evidence. */
public final class Certificates {
    private Certificates() {}

    /**
     * Parses one certificate in DER.
     *
     * @param field names the place in messages
     * @throws EvidenceFormatException if the bytes are anything else or have something behind it
     */
    public static X509Certificate parse(String field, Bytes der) throws EvidenceFormatException {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toArray()));
            if (!Bytes.of(certificate.getEncoded()).equals(der)) {
                throw EvidenceFormatException.of(field, "expected one DER certificate and nothing else");
            }
            // The number of unused bits is outside of what is signed, and the JDK takes one where the last bit is zero.
            if (der.toArray()[der.size() - certificate.getSignature().length - 1] != 0) {
                throw EvidenceFormatException.of(field, "expected a signature of whole bytes");
            }
            return certificate;
        } catch (CertificateException e) {
            throw EvidenceFormatException.of(field, "not a certificate", e);
        }
    }
}
