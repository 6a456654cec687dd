package io.verigrad.attestation.gcp;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.pki.Issued;
import io.verigrad.attestation.pki.ListForge;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.FormatRules;
import io.verigrad.attestation.policy.GcpRules;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes tokens as Google Cloud Attestation does, with exactly the defect that a test sets. */
public final class GcpForge {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Bytes IMAGE = filled(32, 0x41);
    static final String AUDIENCE = "https://verifier.invalid";
    static final KeyPair KEY = CertificateForge.rsa(2048);
    static final KeyPair OTHER_KEY = CertificateForge.rsa(2048);

    private static final KeyPair ROOT_KEY = CertificateForge.rsa(2048);
    private static final KeyPair AUTHORITY_KEY = CertificateForge.rsa(2048);
    private static final String ALGORITHM = "SHA256withRSA";
    private static final Issued ROOT = root();

    /** Brings its certificates (PKI token), instead of naming its key (OIDC token). */
    public boolean certified = true;

    public Set<Hash32> pins = Set.of(ROOT.fingerprint());
    public boolean listed = true;
    public Consumer<ObjectNode> header = h -> {};
    public Consumer<ObjectNode> claims = c -> {};
    public UnaryOperator<String> token = t -> t;
    public Consumer<CertificateForge> leaf = c -> {};
    public Consumer<CertificateForge> authority = c -> {};
    public Consumer<ListForge> list = l -> {};
    public boolean withList = true;
    public Consumer<ObjectNode> keys = k -> {};
    public boolean withKeys = true;
    public PrivateKey signer = KEY.getPrivate();
    public RevocationRule revocation = RevocationRule.REQUIRED;
    public String audience = AUDIENCE;
    public GcpRules.Keys keyRule = new GcpRules.Keys.Fetched();
    public Set<String> hardware = Set.of("GCP_INTEL_TDX");
    public Set<String> support = Set.of("STABLE", "LATEST");
    public Set<String> projects = Set.of("project");
    public boolean gpu = true;
    public Map<String, Bytes> allowed = Map.of("image-digest", IMAGE);
    public Hash32 nonce = hash("nonce");
    public Hash32 boundNonce = nonce;
    public Hash32 policyId = hash("gcp-test");

    /** A token that names its key. */
    public static GcpForge named() {
        GcpForge forge = new GcpForge();
        forge.certified = false;
        return forge;
    }

    private static Issued root() {
        CertificateForge forge = CertificateForge.root(
                "CN=Confidential Space Root", ROOT_KEY, NOW.minus(Duration.ofDays(9)), NOW.plus(Duration.ofDays(9000)));
        forge.algorithm = ALGORITHM;
        return forge.issue();
    }

    private Issued authority() {
        CertificateForge forge = CertificateForge.authority(
                "CN=Confidential Space Intermediate",
                AUTHORITY_KEY,
                ROOT,
                0,
                NOW.minus(Duration.ofDays(9)),
                NOW.plus(Duration.ofDays(900)));
        forge.algorithm = ALGORITHM;
        authority.accept(forge);
        return forge.issue();
    }

    private Issued leaf(Issued issuer) {
        CertificateForge forge = CertificateForge.leaf(
                "CN=Confidential Space Tokens",
                KEY,
                issuer,
                NOW.minus(Duration.ofDays(1)),
                NOW.plus(Duration.ofDays(9)));
        forge.algorithm = ALGORITHM;
        forge.place = "http://crl.invalid/tokens";
        leaf.accept(forge);
        return forge.issue();
    }

    public Bytes document() {
        ObjectNode header = Json.mapper().createObjectNode().put("alg", "RS256").put("typ", "JWT");
        if (certified) {
            Issued authority = authority();
            for (Issued certificate : List.of(leaf(authority), authority, ROOT)) {
                header.withArray("x5c")
                        .add(Base64.getEncoder()
                                .encodeToString(certificate.der().toArray()));
            }
        } else {
            header.put("kid", "key-1");
        }
        this.header.accept(header);
        ObjectNode claims = claims();
        this.claims.accept(claims);
        String signed = base64(Json.write(header)) + "." + base64(Json.write(claims));
        return Bytes.of(token.apply(signed + "." + base64(sign(signed))).getBytes(StandardCharsets.ISO_8859_1));
    }

    private ObjectNode claims() {
        long made = NOW.minusSeconds(20).getEpochSecond();
        ObjectNode claims = Json.mapper().createObjectNode();
        claims.put("iss", GcpVerifier.ISSUER)
                .put("aud", AUDIENCE)
                .put("iat", made)
                .put("nbf", made)
                .put("exp", made + 3600)
                .put("dbgstat", "disabled-since-boot")
                .put("swname", "CONFIDENTIAL_SPACE")
                .put("hwmodel", "GCP_INTEL_TDX")
                .put("secboot", true);
        claims.putArray("eat_nonce")
                .add(nonce.toString().substring(2))
                .add(binding().hash(boundNonce).toString().substring(2));
        ObjectNode parts = claims.putObject("submods");
        parts.putObject("confidential_space")
                .putArray("support_attributes")
                .add("USABLE")
                .add("STABLE");
        parts.putObject("gce").put("project_id", "project");
        parts.putObject("nvidia_gpu").put("cc_mode", "ON");
        ObjectNode container = parts.putObject("container");
        container.put("image_digest", "sha256:" + IMAGE.toString().substring(2));
        container.putArray("args").add("serve");
        container.putObject("env").put("HOSTNAME", "runner");
        container.putNull("cmd_override").putNull("env_override");
        return claims;
    }

    private byte[] sign(String signed) {
        try {
            Signature signing = Signature.getInstance(ALGORITHM);
            signing.initSign(signer);
            signing.update(signed.getBytes(StandardCharsets.ISO_8859_1));
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Hash32 thumbprint() {
        return Sha256.hash(CanonicalJson.encode(Map.of("e", "AQAB", "kty", "RSA", "n", modulus())));
    }

    private static String modulus() {
        byte[] bytes = ((RSAPublicKey) KEY.getPublic()).getModulus().toByteArray();
        return base64(
                new BigInteger(1, bytes).toByteArray()[0] == 0
                        ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length)
                        : bytes);
    }

    public Collateral collateral() {
        ListForge forge = new ListForge(authority(), NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(5)));
        forge.algorithm = ALGORITHM;
        list.accept(forge);
        ObjectNode keys = Json.mapper().createObjectNode().put("issuer", GcpVerifier.ISSUER);
        keys.putObject("jwks")
                .putArray("keys")
                .addObject()
                .put("kid", "key-1")
                .put("kty", "RSA")
                .put("alg", "RS256")
                .put("e", "AQAB")
                .put("n", modulus());
        this.keys.accept(keys);
        try {
            return Collateral.parse(List.of(), withList ? List.of(forge.issue()) : List.of())
                    .with(
                            withKeys
                                    ? List.of(new CollateralDocument(
                                            CollateralDocument.Kind.JSON_WEB_KEYS, Bytes.of(Json.write(keys))))
                                    : List.of());
        } catch (CollateralFormatException e) {
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
        return formatPolicy(new GcpRules(revocation, audience, keyRule, hardware, support, projects, gpu));
    }

    FormatPolicy formatPolicy(FormatRules rules) {
        return new FormatPolicy(
                GcpVerifier.FORMAT,
                Assurance.ATTESTED_RUNTIME,
                pins,
                List.of(new MeasurementSet(GcpVerifier.FORMAT, "runner", new TreeMap<>(allowed))),
                rules);
    }

    public AppraisalPolicy policy() {
        return new AppraisalPolicy(
                "gcp-test",
                false,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofHours(12),
                listed ? List.of(formatPolicy()) : List.of(),
                hash("policy"));
    }

    public Circumstances circumstances() {
        return new Circumstances(collateral(), NOW.minusSeconds(30), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    public EnclaveVerdict appraise() throws EvidenceFormatException {
        return appraise(document(), circumstances());
    }

    public EnclaveVerdict appraise(Bytes document, Circumstances circumstances) throws EvidenceFormatException {
        return new EnclaveAppraiser(policy(), List.of(new GcpVerifier()))
                .appraise(
                        new Evidence(GcpVerifier.FORMAT, document, binding(), hash("block")),
                        nonce,
                        EvidenceForge.OPERATOR,
                        circumstances);
    }
}
