package io.verigrad.attestation.pki;

import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates as good or as bad as a test sets. */
public final class CertificateForge {
    /** RSASSA-PSS as AMD has it. */
    public static final String PSS_384 = "SHA384withRSAandMGF1";

    private static final int NO_CA = -1;
    private static final int UNLIMITED = Integer.MAX_VALUE;

    public String subject;
    public KeyPair key;
    public String issuer;
    public PrivateKey issuerKey;
    public Instant from;
    public Instant until;
    public BigInteger serial = new BigInteger(120, new SecureRandom()).setBit(119);
    public String algorithm = "SHA384withECDSA";
    public int pathLength = NO_CA;
    public int usage;
    public String place = "";
    public final Map<String, byte[]> extensions = new LinkedHashMap<>();
    public String criticalExtension = "";

    /** A self-signed authority without a path limit. */
    public static CertificateForge root(String name, KeyPair key, Instant from, Instant until) {
        CertificateForge forge = new CertificateForge(name, key, name, key.getPrivate(), from, until);
        forge.pathLength = UNLIMITED;
        forge.usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        return forge;
    }

    /** An authority below another. */
    public static CertificateForge authority(
            String name, KeyPair key, Issued issuer, int pathLength, Instant from, Instant until) {
        CertificateForge forge = leaf(name, key, issuer, from, until);
        forge.pathLength = pathLength;
        forge.usage = KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign;
        return forge;
    }

    /** No authority, with a key to sign documents. */
    public static CertificateForge leaf(String name, KeyPair key, Issued issuer, Instant from, Instant until) {
        CertificateForge forge =
                new CertificateForge(name, key, issuer.name(), issuer.key().getPrivate(), from, until);
        forge.usage = KeyUsage.digitalSignature;
        return forge;
    }

    private CertificateForge(
            String subject, KeyPair key, String issuer, PrivateKey issuerKey, Instant from, Instant until) {
        this.subject = subject;
        this.key = key;
        this.issuer = issuer;
        this.issuerKey = issuerKey;
        this.from = from;
        this.until = until;
    }

    public Issued issue() {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name(issuer),
                    serial,
                    Date.from(from),
                    Date.from(until),
                    new X500Name(subject),
                    key.getPublic());
            addConstraints(builder);
            if (!place.isEmpty()) {
                builder.addExtension(Extension.cRLDistributionPoints, false, distributionPoint(place));
            }
            for (Map.Entry<String, byte[]> extension : extensions.entrySet()) {
                builder.addExtension(
                        new Extension(new ASN1ObjectIdentifier(extension.getKey()), false, extension.getValue()));
            }
            if (!criticalExtension.isEmpty()) {
                builder.addExtension(
                        new ASN1ObjectIdentifier(criticalExtension), true, new DEROctetString(new byte[] {1}));
            }
            return new Issued(
                    key,
                    subject,
                    Bytes.of(builder.build(signer(algorithm, issuerKey)).getEncoded()));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addConstraints(JcaX509v3CertificateBuilder builder) throws java.io.IOException {
        if (pathLength == UNLIMITED) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        } else if (pathLength >= 0) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
        }
        if (usage != 0) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        }
    }

    private static ASN1Encodable distributionPoint(String place) {
        return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(fullName(place), null, null)});
    }

    static DistributionPointName fullName(String place) {
        return new DistributionPointName(
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, place)));
    }

    static ContentSigner signer(String algorithm, PrivateKey key) {
        try {
            JcaContentSignerBuilder builder = new JcaContentSignerBuilder(algorithm);
            return (algorithm.equals(PSS_384) ? builder.setProvider(new BouncyCastleProvider()) : builder).build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
