package io.verigrad.attestation.software;

import io.verigrad.attestation.Binding;
import io.verigrad.attestation.EnclaveNonce;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.cose.CoseSign1;
import io.verigrad.attestation.document.AttestationDocument;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.crypto.Sha256;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes good software evidence, or evidence with exactly the defect that a test sets. */
public final class EvidenceForge {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.250Z");
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    public static final Address REGISTRY = address(0x11);
    public static final Address OPERATOR = address(0x22);
    public static final ChainId CHAIN = new ChainId(84532);
    public static final Bytes PCR0 = filled(48, 1);
    public static final Bytes PCR1 = filled(48, 2);
    public static final io.verigrad.crypto.PrivateKey ENCLAVE_KEY =
            io.verigrad.crypto.PrivateKey.parse("0x" + "07".repeat(32));

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SoftwareRoot ROOT = SoftwareRoot.create(CLOCK, RANDOM);

    public String format = SoftwareAttester.FORMAT;
    public boolean development = true;
    public Set<Hash32> pins = Set.of(ROOT.fingerprint());
    public Map<String, Bytes> allowed = Map.of("pcr0", PCR0);
    public Map<Integer, Bytes> pcrs = Map.of(0, PCR0, 1, PCR1);
    public Instant madeAt = NOW.minusSeconds(5);
    public Instant leafFrom = NOW.minusSeconds(60);
    public Instant leafUntil = NOW.plus(Duration.ofDays(1));
    public String leafAlgorithm = "SHA384withECDSA";
    public int leafUsage = KeyUsage.digitalSignature;
    public boolean leafIsCa;
    public PrivateKey issuerKey = ROOT.key();
    public boolean signedByAnother;
    public Hash32 blockHash = hash("block");
    public Hash32 nonce = EnclaveNonce.of(REGISTRY, CHAIN, blockHash);
    public Bytes publicKey = ENCLAVE_KEY.publicKey();
    public Hash32 policyId = hash("verigrad-test");
    public Bytes userData = Bytes.EMPTY;
    public Hash32 deviceHash = Hash32.ZERO;
    public Address operator = OPERATOR;

    public Binding binding() {
        return new Binding(
                ENCLAVE_KEY.publicKey(),
                hash("tls"),
                hash("hpke"),
                deviceHash,
                hash("image"),
                hash("models"),
                policyId);
    }

    public AppraisalPolicy policy() {
        MeasurementSet set = new MeasurementSet(SoftwareAttester.FORMAT, "runner", new TreeMap<>(allowed));
        return new AppraisalPolicy(
                "verigrad-test",
                development,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofHours(12),
                List.of(new FormatPolicy(SoftwareAttester.FORMAT, Assurance.UNATTESTED, pins, List.of(set))),
                hash("policy"));
    }

    public Evidence evidence() {
        KeyPair leaf = TestPki.keyPair(RANDOM);
        AttestationDocument document = new AttestationDocument(
                "test",
                madeAt,
                new TreeMap<>(pcrs),
                certificate(leaf),
                List.of(ROOT.certificate()),
                publicKey,
                userData.size() == 0 ? binding().hash(nonce).bytes() : userData,
                nonce.bytes());
        PrivateKey signer = signedByAnother ? TestPki.keyPair(RANDOM).getPrivate() : leaf.getPrivate();
        return new Evidence(format, CoseSign1.sign(document.encode(), signer).encode(), binding(), blockHash);
    }

    public static PrivateKey otherKey() {
        return TestPki.keyPair(RANDOM).getPrivate();
    }

    public static Hash32 hash(String text) {
        return Sha256.hash(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public static Address address(int value) {
        return Address.of(filled(20, value).toArray());
    }

    public static Bytes filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return Bytes.of(bytes);
    }

    private Bytes certificate(KeyPair leaf) {
        try {
            return Bytes.of(new JcaX509v3CertificateBuilder(
                            TestPki.ROOT,
                            BigInteger.TWO,
                            Date.from(leafFrom),
                            Date.from(leafUntil),
                            TestPki.LEAF,
                            leaf.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(leafIsCa))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(leafUsage))
                    .build(new JcaContentSignerBuilder(leafAlgorithm).build(issuerKey))
                    .getEncoded());
        } catch (java.io.IOException | org.bouncycastle.operator.OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
