package io.verigrad.attestation.software;

import io.verigrad.value.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes P-384 certificates for development. */
final class TestPki {
    static final X500Name ROOT = new X500Name("CN=Verigrad software root (development only)");
    static final X500Name LEAF = new X500Name("CN=Verigrad software attester");

    private static final Duration BACKDATING = Duration.ofMinutes(10);

    private TestPki() {}

    static SoftwareRoot root(Instant now, Duration lifetime, SecureRandom random) {
        KeyPair pair = keyPair(random);
        return new SoftwareRoot(
                pair.getPrivate(),
                certificate(ROOT, pair.getPrivate(), ROOT, pair.getPublic(), now, lifetime, true, random));
    }

    static KeyPair keyPair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-384", e);
        }
    }

    static Bytes certificate(
            X500Name issuer,
            PrivateKey issuerKey,
            X500Name subject,
            PublicKey key,
            Instant now,
            Duration lifetime,
            boolean ca,
            SecureRandom random) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(127, random).setBit(126),
                    Date.from(now.minus(BACKDATING)),
                    Date.from(now.plus(lifetime)),
                    subject,
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(ca ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            return Bytes.of(builder.build(new JcaContentSignerBuilder("SHA384withECDSA").build(issuerKey))
                    .getEncoded());
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("a certificate of ours cannot be made", e);
        }
    }
}
