package io.verigrad.attestation.pki;

import io.verigrad.value.Bytes;
import java.io.ByteArrayInputStream;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Makes answers about the status of certificates as good or as bad as a test sets. */
public final class StatusForge {
    private final Issued subject;
    private final Issued issuer;
    public PrivateKey key;
    public String algorithm = "SHA384withECDSA";
    public Optional<Issued> responder = Optional.empty();
    public Instant thisUpdate;
    public Instant nextUpdate;
    public boolean revoked;
    public boolean error;

    public StatusForge(Issued subject, Issued issuer, Instant thisUpdate, Instant nextUpdate) {
        this.subject = subject;
        this.issuer = issuer;
        this.key = issuer.key().getPrivate();
        this.thisUpdate = thisUpdate;
        this.nextUpdate = nextUpdate;
    }

    public Bytes issue() {
        try {
            DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
            BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(new X500Name(issuer.name())));
            builder.addResponse(
                    new CertificateID(
                            digests.get(CertificateID.HASH_SHA1),
                            new X509CertificateHolder(issuer.der().toArray()),
                            certificate(subject).getSerialNumber()),
                    revoked ? new RevokedStatus(Date.from(thisUpdate), 1) : CertificateStatus.GOOD,
                    Date.from(thisUpdate),
                    nextUpdate.equals(Instant.MAX) ? null : Date.from(nextUpdate));
            X509CertificateHolder[] chain = responder
                    .map(by -> new X509CertificateHolder[] {holder(by)})
                    .orElse(new X509CertificateHolder[0]);
            return Bytes.of(new OCSPRespBuilder()
                    .build(
                            error ? OCSPRespBuilder.TRY_LATER : OCSPRespBuilder.SUCCESSFUL,
                            error
                                    ? null
                                    : builder.build(
                                            CertificateForge.signer(algorithm, key), chain, Date.from(thisUpdate)))
                    .getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509CertificateHolder holder(Issued issued) {
        try {
            return new X509CertificateHolder(issued.der().toArray());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(Issued issued) throws java.security.cert.CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(issued.der().toArray()));
    }
}
