package io.verigrad.collateral;

import io.verigrad.value.Bytes;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Asks for the status of one certificate (RFC 6960, section 4.1), without a nonce, so that the answer can be kept. */
final class OcspRequests {
    private OcspRequests() {}

    static Bytes of(X509Certificate certificate, X509Certificate issuer) {
        try {
            CertificateID id = new CertificateID(
                    new JcaDigestCalculatorProviderBuilder()
                            .build()
                            .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha384)),
                    new JcaX509CertificateHolder(issuer),
                    certificate.getSerialNumber());
            return Bytes.of(new OCSPReqBuilder().addRequest(id).build().getEncoded());
        } catch (OCSPException | OperatorCreationException | CertificateEncodingException | IOException e) {
            throw new IllegalStateException("a parsed certificate can be asked for", e);
        }
    }
}
