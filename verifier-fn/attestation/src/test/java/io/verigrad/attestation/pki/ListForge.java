package io.verigrad.attestation.pki;

import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;

/** Makes revocation lists as good or as bad as a test sets. */
public final class ListForge {
    public String issuer;
    public PrivateKey key;
    public String algorithm = "SHA384withECDSA";
    public Instant thisUpdate;
    public Instant nextUpdate;
    public List<BigInteger> revoked = new ArrayList<>();
    public String place = "";
    public boolean onlyUsers;
    public boolean delta;

    public ListForge(Issued issuer, Instant thisUpdate, Instant nextUpdate) {
        this.issuer = issuer.name();
        this.key = issuer.key().getPrivate();
        this.thisUpdate = thisUpdate;
        this.nextUpdate = nextUpdate;
    }

    public Bytes issue() {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name(issuer), Date.from(thisUpdate));
            if (!nextUpdate.equals(Instant.MAX)) {
                builder.setNextUpdate(Date.from(nextUpdate));
            }
            revoked.forEach(serial -> builder.addCRLEntry(serial, Date.from(thisUpdate), CRLReason.keyCompromise));
            if (!place.isEmpty() || onlyUsers) {
                builder.addExtension(
                        Extension.issuingDistributionPoint,
                        true,
                        new IssuingDistributionPoint(
                                place.isEmpty() ? null : CertificateForge.fullName(place),
                                onlyUsers,
                                false,
                                null,
                                false,
                                false));
            }
            if (delta) {
                builder.addExtension(Extension.deltaCRLIndicator, true, new ASN1Integer(1));
            }
            return Bytes.of(
                    builder.build(CertificateForge.signer(algorithm, key)).getEncoded());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
