package io.verigrad.attestation.azure;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.pki.Issued;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.AzureRules;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.FormatRules;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.attestation.tdx.TdxForge;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes evidence as a machine of Azure does, with exactly the defect that a test sets. */
public final class AzureForge {
    public static final Instant NOW = TdxForge.NOW;
    static final KeyPair OTHER_KEY = CertificateForge.rsa(2048);

    private static final KeyPair KEY = CertificateForge.rsa(2048);
    private static final KeyPair ROOT_KEY = CertificateForge.rsa(2048);
    private static final String ALGORITHM = "SHA256withRSA";
    private static final Issued ROOT = root();

    public final HardwareKind hardware;
    public final SnpForge snp = new SnpForge();
    public final TdxForge tdx = new TdxForge();
    public boolean withHardwareRules = true;
    public boolean keyCertificate;
    public boolean withCertificate;
    public Set<AzureRules.Weakening> allow = Set.of(AzureRules.Weakening.CONSOLE);
    public Consumer<ObjectNode> runtime = r -> {};
    public UnaryOperator<Bytes> runtimeSent = r -> r;
    public Consumer<byte[]> quote = q -> {};
    public Consumer<CertificateForge> certificate = c -> {};
    public UnaryOperator<AzureDocument> sent = d -> d;
    public List<Bytes> registers = new ArrayList<>();
    public List<Bytes> signedRegisters = registers;
    public PrivateKey signer = KEY.getPrivate();
    public Map<String, Bytes> allowed = new TreeMap<>();
    public Set<Hash32> pins = Set.of(ROOT.fingerprint());
    public boolean listed = true;
    public Hash32 nonce = hash("nonce");
    public Hash32 boundNonce = nonce;
    public Hash32 policyId = hash("azure-test");
    public Instant challengedAt = NOW.minusSeconds(30);

    public AzureForge(HardwareKind hardware) {
        this.hardware = hardware;
        for (int i = 0; i < 24; i++) {
            registers.add(filled(32, i));
        }
        allowed.put("pcr4", registers.get(4));
        allowed.put(
                hardware == HardwareKind.SNP ? "measurement" : "mr-td",
                hardware == HardwareKind.SNP ? SnpForge.MEASUREMENT : TdxForge.MR_TD);
        snp.report = r -> System.arraycopy(reportData(), 0, r, 0x50, 64);
        tdx.body = b -> System.arraycopy(reportData(), 0, b, 520, 64);
    }

    private static Issued root() {
        CertificateForge forge = CertificateForge.root(
                "CN=Azure Virtual TPM Root", ROOT_KEY, NOW.minus(Duration.ofDays(9)), NOW.plus(Duration.ofDays(9000)));
        forge.algorithm = ALGORITHM;
        return forge.issue();
    }

    byte[] reportData() {
        return Bytes.concat(Sha256.hash(runtimeData().toArray()).bytes(), Bytes.of(new byte[32]))
                .toArray();
    }

    Bytes runtimeData() {
        ObjectNode data = Json.mapper().createObjectNode();
        RSAPublicKey key = (RSAPublicKey) KEY.getPublic();
        data.putArray("keys")
                .addObject()
                .put("kid", "HCLAkPub")
                .put("kty", "RSA")
                .put("e", "AQAB")
                .put("n", base64(key.getModulus()));
        data.putObject("vm-configuration").put("console-enabled", true).put("secure-boot", true);
        runtime.accept(data);
        return Bytes.of(Json.write(data));
    }

    private static String base64(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    Bytes quote() {
        Bytes digest = Sha256.hash(
                        Bytes.concat(signedRegisters.toArray(Bytes[]::new)).toArray())
                .bytes();
        byte[] bytes = new byte[145];
        ByteBuffer.wrap(bytes)
                .putInt(0xff544347)
                .putShort((short) 0x8018)
                .putShort((short) 34)
                .put(filled(34, 0x0b).toArray())
                .putShort((short) 32)
                .put(binding().hash(boundNonce).toArray())
                .putLong(1)
                .putLong(2)
                .put((byte) 1)
                .putLong(3)
                .putInt(1)
                .putShort((short) 0x0b)
                .put(new byte[] {3, -1, -1, -1})
                .putShort((short) 32)
                .put(digest.toArray());
        quote.accept(bytes);
        return Bytes.of(bytes);
    }

    List<Bytes> certificates() {
        CertificateForge forge = CertificateForge.leaf(
                "CN=TPM", KEY, ROOT, NOW.minus(Duration.ofDays(9)), NOW.plus(Duration.ofDays(300)));
        forge.algorithm = ALGORITHM;
        certificate.accept(forge);
        return withCertificate ? List.of(forge.issue().der(), ROOT.der()) : List.of();
    }

    public Bytes document() {
        Bytes quote = quote();
        return sent.apply(new AzureDocument(
                        hardware,
                        hardware == HardwareKind.SNP ? snp.document() : tdx.document(),
                        runtimeSent.apply(runtimeData()),
                        quote,
                        sign(quote),
                        registers,
                        certificates()))
                .encode();
    }

    private Bytes sign(Bytes quote) {
        try {
            Signature signing = Signature.getInstance(ALGORITHM);
            signing.initSign(signer);
            signing.update(quote.toArray());
            return Bytes.of(signing.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Binding binding() {
        return new Binding(
                EvidenceForge.ENCLAVE_KEY.publicKey(),
                hash("tls"),
                hash("hpke"),
                Hash32.ZERO,
                hash("image"),
                hash("models"),
                policyId);
    }

    public FormatPolicy formatPolicy() {
        FormatPolicy below = hardware == HardwareKind.SNP ? snp.formatPolicy() : tdx.formatPolicy();
        TreeMap<String, AzureRules.HardwareRules> rules = new TreeMap<>();
        if (withHardwareRules) {
            rules.put(hardware.format(), new AzureRules.HardwareRules(below.roots(), below.rules()));
        }
        return formatPolicy(new AzureRules(rules, keyCertificate, allow));
    }

    FormatPolicy formatPolicy(FormatRules rules) {
        return new FormatPolicy(
                AzureVerifier.FORMAT,
                Assurance.WEIGHTS_BOUND,
                pins,
                List.of(new MeasurementSet(AzureVerifier.FORMAT, "runner", new TreeMap<>(allowed))),
                rules);
    }

    public AppraisalPolicy policy() {
        return new AppraisalPolicy(
                "azure-test",
                false,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofHours(12),
                listed ? List.of(formatPolicy()) : List.of(),
                hash("policy"));
    }

    public Circumstances circumstances() {
        Collateral collateral = hardware == HardwareKind.SNP ? snp.collateral() : tdx.collateral();
        return new Circumstances(collateral, challengedAt, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    public EnclaveVerdict appraise() throws EvidenceFormatException {
        return appraise(document());
    }

    public EnclaveVerdict appraise(Bytes document) throws EvidenceFormatException {
        return appraise(document, circumstances());
    }

    public EnclaveVerdict appraise(Bytes document, Circumstances circumstances) throws EvidenceFormatException {
        return new EnclaveAppraiser(policy(), List.of(new AzureVerifier()))
                .appraise(
                        new Evidence(AzureVerifier.FORMAT, document, binding(), hash("block")),
                        nonce,
                        EvidenceForge.OPERATOR,
                        circumstances);
    }
}
