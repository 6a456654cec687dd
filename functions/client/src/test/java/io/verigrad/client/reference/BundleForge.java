package io.verigrad.client.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.verigrad.crypto.Sha256;
import io.verigrad.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A Sigstore instance of one's own: a certificate authority, a log of certificates (RFC 6962) and a log of signatures with
 * one entry beside ours. Each field is a place where something may be wrong.
 */
public final class BundleForge {
    public static final String ISSUER = "https://token.example.org";
    public static final String IDENTITY = "https://example.org/verigrad/.github/workflows/ci.yml@refs/tags/v1";

    private static final Instant SIGNED_AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final ASN1ObjectIdentifier TIMESTAMPS = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
    private static final ASN1ObjectIdentifier ISSUER_EXTENSION = new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8");
    private static final KeyPair ROOT = keys();
    private static final KeyPair CERTIFICATES = keys();
    private static final KeyPair SIGNATURES = keys();
    private static final KeyPair LEAF = keys();
    static final KeyPair OTHER = keys();

    public byte[] file = "the file".getBytes(UTF_8);
    String issuer = ISSUER;
    public String identity = IDENTITY;
    KeyPair authority = ROOT;
    KeyPair certificateLog = CERTIFICATES;
    KeyPair signer = LEAF;
    KeyPair promiser = SIGNATURES;
    KeyPair checkpointer = SIGNATURES;
    Instant integratedAt = SIGNED_AT;
    UnaryOperator<byte[]> sibling = hash -> hash;
    Consumer<Map<String, Object>> entry = e -> {};
    UnaryOperator<String> payload = p -> p;

    /** The trusted root of this instance. */
    public static byte[] trustedRoot() throws Exception {
        Map<String, Object> since = Map.of("start", "2026-01-01T00:00:00Z");
        X509CertificateHolder root = root(ROOT);
        return json(Map.of(
                "mediaType",
                "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
                "tlogs",
                List.of(log("https://rekor.example.org", SIGNATURES, since)),
                "ctlogs",
                List.of(log("https://ct.example.org", CERTIFICATES, since)),
                "certificateAuthorities",
                List.of(Map.of(
                        "subject",
                        Map.of("organization", "example.org", "commonName", "authority"),
                        "uri",
                        "https://fulcio.example.org",
                        "certChain",
                        Map.of("certificates", List.of(Map.of("rawBytes", base64(root.getEncoded())))),
                        "validFor",
                        since))));
    }

    /** A bundle with an in-toto statement about the file. */
    public byte[] bundle() throws Exception {
        X509CertificateHolder leaf = leaf();
        byte[] statement = statement(file);
        byte[] shown = payload.apply(new String(statement, UTF_8)).getBytes(UTF_8);
        byte[] signature = sign(signer, preAuthentication(statement));
        byte[] body = body(leaf, statement, signature);
        return json(Map.of(
                "mediaType",
                "application/vnd.dev.sigstore.bundle.v0.3+json",
                "verificationMaterial",
                Map.of(
                        "certificate",
                        Map.of("rawBytes", base64(leaf.getEncoded())),
                        "tlogEntries",
                        List.of(logEntry(body))),
                "dsseEnvelope",
                Map.of(
                        "payload", base64(shown),
                        "payloadType", "application/vnd.in-toto+json",
                        "signatures", List.of(Map.of("sig", base64(signature))))));
    }

    private static byte[] statement(byte[] file) {
        return json(new TreeMap<>(Map.of(
                "_type",
                "https://in-toto.io/Statement/v1",
                "subject",
                List.of(Map.of("name", "reference-values.yaml", "digest", Map.of("sha256", hex(hash(file))))),
                "predicateType",
                "https://slsa.dev/provenance/v1",
                "predicate",
                Map.of())));
    }

    private static byte[] preAuthentication(byte[] statement) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(("DSSEv1 28 application/vnd.in-toto+json " + statement.length + " ").getBytes(UTF_8));
        out.write(statement);
        return out.toByteArray();
    }

    private static byte[] body(X509CertificateHolder leaf, byte[] statement, byte[] signature) throws IOException {
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(leaf.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        return json(Map.of(
                "apiVersion",
                "0.0.1",
                "kind",
                "dsse",
                "spec",
                Map.of(
                        "envelopeHash", Map.of("algorithm", "sha256", "value", hex(hash(statement))),
                        "payloadHash", Map.of("algorithm", "sha256", "value", hex(hash(statement))),
                        "signatures",
                                List.of(Map.of(
                                        "signature", base64(signature),
                                        "verifier", base64(pem.getBytes(UTF_8)))))));
    }

    private Map<String, Object> logEntry(byte[] body) throws Exception {
        byte[] id = logId(SIGNATURES);
        byte[] promised = json(new TreeMap<>(Map.of(
                "body", base64(body),
                "integratedTime", integratedAt.getEpochSecond(),
                "logID", hex(id),
                "logIndex", 1)));
        byte[] other = hash(new byte[] {0}, "another entry".getBytes(UTF_8));
        byte[] root = hash(new byte[] {1}, other, hash(new byte[] {0}, body));
        Map<String, Object> all = new TreeMap<>(Map.of(
                "logIndex", "1",
                "logId", Map.of("keyId", base64(id)),
                "kindVersion", Map.of("kind", "dsse", "version", "0.0.1"),
                "integratedTime", Long.toString(integratedAt.getEpochSecond()),
                "inclusionPromise", Map.of("signedEntryTimestamp", base64(sign(promiser, promised))),
                "inclusionProof",
                        Map.of(
                                "logIndex", "1",
                                "rootHash", base64(root),
                                "treeSize", "2",
                                "hashes", List.of(base64(sibling.apply(other))),
                                "checkpoint", Map.of("envelope", checkpoint(root))),
                "canonicalizedBody", base64(body)));
        entry.accept(all);
        return all;
    }

    private String checkpoint(byte[] root) throws Exception {
        String note = "rekor.example.org - 1\n2\n" + base64(root) + "\n";
        byte[] signature = sign(checkpointer, note.getBytes(UTF_8));
        byte[] hinted = ByteBuffer.allocate(4 + signature.length)
                .put(logId(SIGNATURES), 0, 4)
                .put(signature)
                .array();
        return note + "\n— rekor.example.org " + base64(hinted) + "\n";
    }

    private X509CertificateHolder leaf() throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=authority"),
                BigInteger.TWO,
                Date.from(SIGNED_AT.minusSeconds(60)),
                Date.from(SIGNED_AT.plusSeconds(540)),
                new X500Name(""),
                LEAF.getPublic());
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        builder.addExtension(
                Extension.subjectAlternativeName,
                true,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, identity)));
        builder.addExtension(ISSUER_EXTENSION, false, new DERUTF8String(issuer));
        byte[] signed = builder.build(contentSigner(authority))
                .toASN1Structure()
                .getTBSCertificate()
                .getEncoded();
        builder.addExtension(TIMESTAMPS, false, new DEROctetString(timestamps(signed)));
        return builder.build(contentSigner(authority));
    }

    /** One signed certificate timestamp (RFC 6962, section 3.2), in the list that certificates carry. */
    private byte[] timestamps(byte[] certificate) throws Exception {
        byte[] toSign = bytes(out -> {
            out.writeShort(0);
            out.writeLong(SIGNED_AT.toEpochMilli());
            out.writeShort(1);
            out.write(hash(ROOT.getPublic().getEncoded()));
            out.writeByte(certificate.length >>> 16);
            out.writeShort(certificate.length);
            out.write(certificate);
            out.writeShort(0);
        });
        byte[] signature = sign(certificateLog, toSign);
        byte[] timestamp = bytes(out -> {
            out.writeByte(0);
            out.write(logId(CERTIFICATES));
            out.writeLong(SIGNED_AT.toEpochMilli());
            out.writeShort(0);
            out.writeByte(4);
            out.writeByte(3);
            out.writeShort(signature.length);
            out.write(signature);
        });
        return bytes(out -> {
            out.writeShort(timestamp.length + 2);
            out.writeShort(timestamp.length);
            out.write(timestamp);
        });
    }

    private static X509CertificateHolder root(KeyPair keys) throws Exception {
        return new JcaX509v3CertificateBuilder(
                        new X500Name("CN=authority"),
                        BigInteger.ONE,
                        Date.from(SIGNED_AT.minusSeconds(86_400)),
                        Date.from(SIGNED_AT.plusSeconds(864_000)),
                        new X500Name("CN=authority"),
                        keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                .build(contentSigner(keys));
    }

    private static Map<String, Object> log(String url, KeyPair keys, Map<String, Object> since) {
        return Map.of(
                "baseUrl",
                url,
                "hashAlgorithm",
                "SHA2_256",
                "publicKey",
                Map.of(
                        "rawBytes",
                        base64(keys.getPublic().getEncoded()),
                        "keyDetails",
                        "PKIX_ECDSA_P256_SHA_256",
                        "validFor",
                        since),
                "logId",
                Map.of("keyId", base64(logId(keys))));
    }

    private static byte[] logId(KeyPair keys) {
        return hash(keys.getPublic().getEncoded());
    }

    private static ContentSigner contentSigner(KeyPair keys) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    }

    private static byte[] sign(KeyPair keys, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hash(byte[]... parts) {
        MessageDigest digest = Sha256.digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] json(Object value) {
        return Json.write(value);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writing.to(new DataOutputStream(out));
        return out.toByteArray();
    }
}
