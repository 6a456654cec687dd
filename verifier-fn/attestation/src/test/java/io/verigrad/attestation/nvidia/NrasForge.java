package io.verigrad.attestation.nvidia;

import static io.verigrad.attestation.software.EvidenceForge.hash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.pki.Issued;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.NvidiaRules;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.crypto.Sha256;
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
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes answers as NVIDIA's service signs them, down from an authority of its own, with exactly the defect that a test sets. */
public final class NrasForge {
    static final Instant NOW = EvidenceForge.NOW;
    static final String ISSUER = "https://nras.test.invalid";
    private static final KeyPair AUTHORITY_KEY = CertificateForge.rsa(2048);
    private static final KeyPair KEY = CertificateForge.ec("secp384r1");
    static final KeyPair OTHER_KEY = CertificateForge.ec("secp384r1");
    private static final Issued AUTHORITY = authority();

    public Hash32 nonce = hash("device nonce");
    public String version = "3.0";
    public Set<Hash32> pins = Set.of(AUTHORITY.fingerprint());
    public String policyIssuer = ISSUER;
    public Map<String, String> minimumDriver = Map.of("GH100", "550.54.15", "LS_10", "0");
    public Optional<Set<String>> devices = Optional.of(Set.of(GpuForge.ID));
    public Consumer<ObjectNode> overall = c -> {};
    public Consumer<ObjectNode> device = c -> {};
    public Consumer<ObjectNode> header = c -> {};
    public Consumer<CertificateForge> leaf = c -> {};
    public Consumer<ObjectNode> key = c -> {};
    public PrivateKey signer = KEY.getPrivate();
    public String name = "GPU-0";
    public UnaryOperator<Map<String, String>> detached = d -> d;
    public boolean withKeys = true;
    public Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    private static Issued authority() {
        CertificateForge forge = CertificateForge.root(
                "CN=Test Attestation Service",
                AUTHORITY_KEY,
                NOW.minus(Duration.ofDays(300)),
                NOW.plus(Duration.ofDays(900)));
        forge.algorithm = "SHA256withRSA";
        return forge.issue();
    }

    private Issued leaf() {
        CertificateForge forge = CertificateForge.leaf(
                "CN=Test Attestation Service GPU",
                KEY,
                AUTHORITY,
                NOW.minus(Duration.ofDays(1)),
                NOW.plus(Duration.ofDays(1)));
        forge.algorithm = "SHA256withRSA";
        leaf.accept(forge);
        return forge.issue();
    }

    ObjectNode deviceClaims() {
        boolean gpu = name.startsWith("GPU");
        String kind = gpu ? "x-nvidia-gpu-" : "x-nvidia-switch-";
        ObjectNode claims = times();
        claims.put("measres", "success").put("dbgstat", "disabled").put("secboot", true);
        claims.put("hwmodel", gpu ? "GH100 A01 GSP BROM" : "LS_10 A01 FSP BROM");
        claims.put("ueid", new BigInteger(GpuForge.ID.substring(2), 16).toString());
        for (String flag : List.of("parsed", "nonce-match", "signature-verified")) {
            claims.put(kind + "attestation-report-" + flag, true);
        }
        claims.put(kind + "arch-check", true);
        if (gpu) {
            claims.put(kind + "vbios-index-no-conflict", true).put(kind + "driver-version", GpuForge.DRIVER);
        }
        for (String rim : gpu ? List.of("driver-rim-", "vbios-rim-") : List.of("bios-rim-")) {
            for (String flag : List.of("fetched", "schema-validated", "signature-verified", "measurements-available")) {
                claims.put(kind + rim + flag, true);
            }
            chain(claims, kind + rim, "cert-validated", "version-match");
        }
        chain(claims, kind + "attestation-report-", "cert-chain-validated", "cert-chain-fwid-match");
        device.accept(claims);
        return claims;
    }

    private void chain(ObjectNode claims, String prefix, String old, String flag) {
        if (version.equals("2.0")) {
            claims.put(prefix + old, true);
            return;
        }
        claims.put(prefix + flag, true);
        claims.putObject(prefix + "cert-chain")
                .put("x-nvidia-cert-status", "valid")
                .put("x-nvidia-cert-ocsp-status", "good");
    }

    private ObjectNode times() {
        return Json.mapper()
                .createObjectNode()
                .put("iss", ISSUER)
                .put("eat_nonce", nonce.toString().substring(2))
                .put("nbf", NOW.getEpochSecond() - 30)
                .put("iat", NOW.getEpochSecond() - 30)
                .put("exp", NOW.getEpochSecond() + 3570);
    }

    String token(ObjectNode claims) {
        ObjectNode head = Json.mapper().createObjectNode().put("kid", "key-1").put("alg", "ES384");
        header.accept(head);
        String input = base64(Json.write(head)) + "." + base64(Json.write(claims));
        try {
            Signature signing = Signature.getInstance("SHA384withECDSAinP1363Format");
            signing.initSign(signer);
            signing.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64(signing.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Bytes document() {
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put(name, token(deviceClaims()));
        ObjectNode claims = times().put("x-nvidia-ver", version).put("x-nvidia-overall-att-result", true);
        ObjectNode submods = claims.putObject("submods");
        tokens.forEach((device, token) -> submods.putArray(device)
                .add("DIGEST")
                .addArray()
                .add("SHA-256")
                .add(Sha256.hash(token.getBytes(StandardCharsets.US_ASCII))
                        .toString()
                        .substring(2)));
        overall.accept(claims);
        return Bytes.of(Json.write(List.of(List.of("JWT", token(claims)), detached.apply(tokens))));
    }

    public Collateral collateral() {
        if (!withKeys) {
            return Collateral.NONE;
        }
        ECPublicKey publicKey = (ECPublicKey) KEY.getPublic();
        ObjectNode json = Json.mapper()
                .createObjectNode()
                .put("kty", "EC")
                .put("crv", "P-384")
                .put("kid", "key-1");
        json.put("x", coordinate(publicKey.getW().getAffineX()))
                .put("y", coordinate(publicKey.getW().getAffineY()));
        List<String> chain = new ArrayList<>();
        for (Issued issued : List.of(leaf(), AUTHORITY)) {
            chain.add(Base64.getEncoder().encodeToString(issued.der().toArray()));
        }
        chain.forEach(json.putArray("x5c")::add);
        key.accept(json);
        return Collateral.NONE.with(List.of(new CollateralDocument(
                CollateralDocument.Kind.JSON_WEB_KEYS,
                Bytes.of(Json.write(Map.of("issuer", ISSUER, "jwks", Map.of("keys", List.of(json))))))));
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[48];
        int from = Math.max(0, bytes.length - 48);
        System.arraycopy(bytes, from, fixed, 48 - (bytes.length - from), bytes.length - from);
        return base64(fixed);
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public FormatPolicy formatPolicy() {
        return new FormatPolicy(
                NrasVerifier.FORMAT,
                Assurance.WEIGHTS_BOUND,
                pins,
                List.of(),
                new NvidiaRules(
                        RevocationRule.REQUIRED, Set.of(), policyIssuer, new TreeMap<>(minimumDriver), devices));
    }

    public Circumstances circumstances() {
        return new Circumstances(collateral(), NOW.minusSeconds(30), clock);
    }

    public Verification verify() throws EvidenceFormatException {
        return verify(document(), circumstances());
    }

    public Verification verify(Bytes document, Circumstances circumstances) throws EvidenceFormatException {
        return new NrasVerifier().verify(document, formatPolicy(), circumstances);
    }
}
