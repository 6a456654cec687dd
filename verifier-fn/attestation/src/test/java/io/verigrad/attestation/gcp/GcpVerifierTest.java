package io.verigrad.attestation.gcp;

import static io.verigrad.attestation.gcp.GcpForge.NOW;
import static io.verigrad.attestation.software.EvidenceForge.filled;
import static io.verigrad.attestation.software.EvidenceForge.hash;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Reason;
import io.verigrad.attestation.Verdicts;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.FormatRules;
import io.verigrad.attestation.policy.GcpRules;
import io.verigrad.attestation.policy.PolicyFormatException;
import io.verigrad.attestation.policy.ReferenceValues;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.x509.RevocationReason;
import io.verigrad.crypto.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GcpVerifierTest {
    record Defect(Reason reason, String what, Supplier<GcpForge> base, Consumer<GcpForge> make) {
        Defect(Reason reason, String what, Consumer<GcpForge> make) {
            this(reason, what, GcpForge::new, make);
        }

        @Override
        public String toString() {
            return reason.code() + ": " + what;
        }
    }

    static Stream<Defect> defects() {
        return Stream.concat(keys(), claims());
    }

    private static Stream<Defect> keys() {
        return Stream.of(
                new Defect(GcpReason.TOKEN_KEY_MISSING, "no keys", GcpForge::named, f -> f.withKeys = false),
                new Defect(
                        GcpReason.TOKEN_KEY_MISSING,
                        "of another issuer",
                        GcpForge::named,
                        f -> f.keys = k -> k.put("issuer", "https://staging.invalid")),
                new Defect(
                        GcpReason.TOKEN_KEY_MISSING,
                        "of another name",
                        GcpForge::named,
                        f -> f.keys = k -> jwk(k).put("kid", "key-2")),
                new Defect(
                        GcpReason.TOKEN_KEY_MISSING,
                        "of another kind",
                        GcpForge::named,
                        f -> f.keys = k -> jwk(k).put("kty", "oct")),
                new Defect(
                        GcpReason.TOKEN_KEY_MISSING,
                        "too short",
                        GcpForge::named,
                        f -> f.keys = k -> jwk(k).put(
                                        "n", GcpForge.base64(filled(128, 0xff).toArray()))),
                new Defect(
                        GcpReason.TOKEN_KEY_NOT_ALLOWED,
                        "not listed",
                        GcpForge::named,
                        f -> f.keyRule = new GcpRules.Keys.Listed(Set.of(hash("another")))),
                new Defect(
                        EnclaveReason.SIGNATURE_INVALID,
                        "another key",
                        GcpForge::named,
                        f -> f.signer = GcpForge.OTHER_KEY.getPrivate()),
                new Defect(
                        EnclaveReason.SIGNATURE_INVALID,
                        "another key than the certificate's",
                        f -> f.signer = GcpForge.OTHER_KEY.getPrivate()),
                new Defect(EnclaveReason.ROOT_NOT_PINNED, "another root", f -> f.pins = Set.of(hash("another"))),
                new Defect(
                        EnclaveReason.CHAIN_INVALID,
                        "another authority signed",
                        f -> f.leaf = c -> c.issuerKey = GcpForge.OTHER_KEY.getPrivate()),
                new Defect(EnclaveReason.CERTIFICATE_EXPIRED, "leaf", f -> f.leaf = c -> c.until = NOW.minusSeconds(1)),
                new Defect(
                        EnclaveReason.CERTIFICATE_NOT_YET_VALID,
                        "leaf",
                        f -> f.leaf = c -> c.from = NOW.plusSeconds(1)),
                new Defect(
                        EnclaveReason.CERTIFICATE_ALGORITHM, "leaf", f -> f.leaf = c -> c.algorithm = "SHA224withRSA"),
                new Defect(EnclaveReason.LEAF_USAGE, "an authority", f -> f.leaf = c -> c.pathLength = 0),
                new Defect(RevocationReason.REVOCATION_LIST_MISSING, "none", f -> f.withList = false),
                new Defect(RevocationReason.CERTIFICATE_REVOKED, "leaf", f -> {
                    f.leaf = c -> c.serial = BigInteger.TEN;
                    f.list = l -> l.revoked.add(BigInteger.TEN);
                }));
    }

    private static ObjectNode jwk(ObjectNode keys) {
        return (ObjectNode) keys.path("jwks").path("keys").path(0);
    }

    private static Stream<Defect> claims() {
        long now = NOW.getEpochSecond();
        return Stream.of(
                new Defect(
                        GcpReason.ISSUER_MISMATCH,
                        "staging",
                        f -> f.claims = c -> c.put("iss", GcpVerifier.ISSUER + "/")),
                new Defect(GcpReason.ISSUER_MISMATCH, "none", f -> f.claims = c -> c.remove("iss")),
                new Defect(
                        GcpReason.AUDIENCE_MISMATCH,
                        "Google's",
                        f -> f.claims = c -> c.put("aud", "https://sts.googleapis.com")),
                new Defect(
                        GcpReason.AUDIENCE_MISMATCH,
                        "several",
                        f -> f.claims = c -> c.putArray("aud").add(GcpForge.AUDIENCE)),
                new Defect(GcpReason.TOKEN_NOT_YET_VALID, "", f -> f.claims = c -> c.put("nbf", now + 1)),
                new Defect(GcpReason.TOKEN_EXPIRED, "", f -> f.claims = c -> c.put("exp", now)),
                new Defect(GcpReason.TOKEN_LIFETIME, "", f -> f.claims = c -> c.put("exp", now + 3581)),
                new Defect(GcpReason.SOFTWARE_MISMATCH, "", f -> f.claims = c -> c.put("swname", "GCE")),
                new Defect(
                        GcpReason.SUPPORT_NOT_ALLOWED,
                        "experimental",
                        f -> f.claims = c -> {
                            ArrayNode support = part(c, "confidential_space").putArray("support_attributes");
                            support.add("EXPERIMENTAL");
                        }),
                new Defect(
                        GcpReason.SUPPORT_NOT_ALLOWED,
                        "debug image has none",
                        f -> f.claims = c -> part(c, "confidential_space").removeAll()),
                new Defect(
                        GcpReason.HARDWARE_NOT_ALLOWED, "", f -> f.claims = c -> c.put("hwmodel", "GCP_SHIELDED_VM")),
                new Defect(GcpReason.SECURE_BOOT_OFF, "", f -> f.claims = c -> c.put("secboot", false)),
                new Defect(GcpReason.SECURE_BOOT_OFF, "a word", f -> f.claims = c -> c.put("secboot", "true")),
                new Defect(
                        GcpReason.PROJECT_NOT_ALLOWED,
                        "",
                        f -> f.claims = c -> part(c, "gce").put("project_id", "another")),
                new Defect(
                        GcpReason.GPU_NOT_CONFIDENTIAL,
                        "off",
                        f -> f.claims = c -> part(c, "nvidia_gpu").put("cc_mode", "OFF")),
                new Defect(
                        GcpReason.GPU_NOT_CONFIDENTIAL,
                        "none",
                        f -> f.claims = c -> ((ObjectNode) c.path("submods")).remove("nvidia_gpu")),
                new Defect(
                        GcpReason.OVERRIDE_NOT_ALLOWED,
                        "command",
                        f -> f.claims = c ->
                                part(c, "container").putArray("cmd_override").add("sh")),
                new Defect(
                        GcpReason.OVERRIDE_NOT_ALLOWED,
                        "environment",
                        f -> f.claims = c ->
                                part(c, "container").putObject("env_override").put("MODEL", "x")),
                new Defect(EnclaveReason.DEBUG_MODE, "enabled", f -> f.claims = c -> c.put("dbgstat", "enabled")),
                new Defect(EnclaveReason.DEBUG_MODE, "unknown", f -> f.claims = c -> c.remove("dbgstat")),
                new Defect(EnclaveReason.FORMAT_NOT_ACCEPTED, "", f -> f.listed = false),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                        "another image",
                        f -> f.allowed = Map.of("image-digest", filled(32, 1))),
                new Defect(
                        EnclaveReason.EVIDENCE_STALE,
                        "",
                        f -> f.claims = c -> c.put("iat", now - 400).put("exp", now + 3000)),
                new Defect(EnclaveReason.BINDING_MISMATCH, "another nonce", f -> f.boundNonce = hash("another")),
                new Defect(EnclaveReason.BINDING_MISMATCH, "no nonces", f -> f.claims = c -> c.remove("eat_nonce")),
                new Defect(
                        EnclaveReason.BINDING_MISMATCH,
                        "one nonce",
                        f -> f.claims = c -> ((ArrayNode) c.path("eat_nonce")).remove(0)),
                new Defect(
                        EnclaveReason.BINDING_MISMATCH,
                        "a nonce more",
                        f -> f.claims = c -> ((ArrayNode) c.path("eat_nonce")).add("12345678")),
                new Defect(EnclaveReason.POLICY_MISMATCH, "another policy", f -> f.policyId = hash("another")));
    }

    private static ObjectNode part(ObjectNode claims, String name) {
        return (ObjectNode) claims.path("submods").path(name);
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsTheDefect(Defect defect) throws Exception {
        GcpForge forge = defect.base.get();
        defect.make.accept(forge);

        assertThat(new HashSet<>(Verdicts.codes(forge.appraise()))).containsExactly(defect.reason.code());
    }

    @Test
    void hasADefectForEveryReason() {
        assertThat(defects().map(Defect::reason).collect(toSet())).containsAll(EnumSet.allOf(GcpReason.class));
    }

    static Stream<Supplier<GcpForge>> good() {
        return Stream.of(
                GcpForge::new,
                GcpForge::named,
                () -> with(GcpForge.named(), f -> f.keyRule = new GcpRules.Keys.Listed(Set.of(GcpForge.thumbprint()))),
                () -> with(new GcpForge(), f -> f.leaf = c -> c.place = ""),
                () -> with(new GcpForge(), f -> {
                    f.withList = false;
                    f.revocation = RevocationRule.UNCHECKED;
                }),
                () -> with(new GcpForge(), f -> {
                    f.gpu = false;
                    f.claims = c -> ((ObjectNode) c.path("submods")).remove("nvidia_gpu");
                }),
                () -> with(new GcpForge(), f -> {
                    f.claims =
                            c -> part(c, "container").putArray("cmd_override").add("serve");
                    f.allowed = Map.of(
                            "image-digest",
                            GcpForge.IMAGE,
                            "args",
                            Sha256.hash("[\"serve\"]".getBytes(StandardCharsets.UTF_8))
                                    .bytes());
                }),
                () -> with(new GcpForge(), GcpVerifierTest::terraformed));
    }

    /** A machine as the Terraform module makes it in its test, judged by the reference values that the module puts out. */
    private static void terraformed(GcpForge forge) {
        Path values = Path.of("../../terraform/modules/gcp-confidential-gpu-runner/tests/reference-values.json");
        try {
            forge.allowed = ReferenceValues.parse(Files.readString(values))
                    .sets()
                    .getFirst()
                    .registers();
        } catch (IOException | PolicyFormatException e) {
            throw new IllegalStateException(e);
        }
        forge.claims = c -> {
            part(c, "container").put("image_digest", "sha256:" + "11".repeat(32));
            part(c, "container")
                    .putObject("env_override")
                    .put("VERIGRAD_RUNNER_VERIFIER_URL", "https://verifier.example.com/?a=1&b=<2>")
                    .put("VERIGRAD_RUNNER_RUNTIME_DIGEST", "0x" + "11".repeat(32))
                    .put("QUARKUS_HTTP_PORT", "8443");
        };
    }

    @ParameterizedTest
    @MethodSource("good")
    void affirms(Supplier<GcpForge> good) throws Exception {
        assertThat(Verdicts.codes(good.get().appraise())).isEmpty();
    }

    @Test
    void refusesASettingThatTheReferenceValuesDoNotName() throws Exception {
        GcpForge forge = new GcpForge();
        terraformed(forge);
        forge.claims =
                forge.claims.andThen(c -> ((ObjectNode) part(c, "container").path("env_override")).put("MODEL", "x"));

        assertThat(Verdicts.codes(forge.appraise()))
                .containsExactlyInAnyOrder(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED.code(), GcpReason.OVERRIDE_NOT_ALLOWED.code());
    }

    @Test
    void endsTheRegistrationWithTheToken() throws Exception {
        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) new GcpForge().appraise();
        GcpForge shorter = new GcpForge();
        shorter.leaf = c -> c.until = NOW.plusSeconds(60);

        assertThat(verdict.registration().validUntil())
                .isEqualTo(NOW.plusSeconds(3580).getEpochSecond());
        assertThat(((EnclaveVerdict.Affirming) shorter.appraise())
                        .registration()
                        .validUntil())
                .isEqualTo(NOW.plusSeconds(60).getEpochSecond());
    }

    @Test
    void acceptsNothingWithoutRules() throws Exception {
        GcpForge forge = new GcpForge();
        GcpForge named = GcpForge.named();

        Verification certified = new GcpVerifier()
                .verify(forge.document(), forge.formatPolicy(new FormatRules.None()), forge.circumstances());
        Verification keyed = new GcpVerifier()
                .verify(named.document(), named.formatPolicy(new FormatRules.None()), named.circumstances());

        assertThat(((Verification.Authentic) certified).objections())
                .extracting(Violation::code)
                .contains("audience_mismatch", "hardware_not_allowed", "support_not_allowed", "project_not_allowed");
        assertThat(((Verification.NotAuthentic) keyed).violations())
                .extracting(Violation::code)
                .containsExactly("token_key_not_allowed");
    }

    static Stream<Consumer<GcpForge>> malformed() {
        return Stream.of(
                f -> f.header = h -> h.put("alg", "none"),
                f -> f.header = h -> h.put("alg", "HS256"),
                f -> f.header = h -> h.put("alg", "RS384"),
                f -> f.header = h -> h.putObject("jwk").put("kty", "RSA"),
                f -> f.header = h -> h.put("jku", "https://attacker.invalid/keys"),
                f -> f.header = h -> h.put("x5u", "https://attacker.invalid/chain"),
                f -> f.header = h -> h.putArray("crit").add("exp"),
                f -> f.header = h -> h.put("typ", "JOSE"),
                f -> f.header = h -> h.remove("x5c"),
                f -> f.header = h -> h.putArray("x5c").add("AAAA"),
                f -> f.header = h -> h.putArray("x5c").add("?").add("?"),
                f -> f.claims = c -> c.remove("exp"),
                f -> f.claims = c -> c.put("exp", "soon"),
                f -> f.claims = c -> c.put("iat", -1),
                f -> f.claims = c -> part(c, "container").put("image_digest", "sha512:00"),
                f -> f.claims = c -> part(c, "container").put("args", "serve"),
                f -> f.claims = c -> part(c, "container").put("cmd_override", "sh"),
                f -> f.claims = c -> part(c, "container").putArray("env"),
                f -> f.claims = c -> part(c, "container").put("env_override", 1),
                f -> f.token = t -> t + ".",
                f -> f.token = t -> t + "=",
                f -> f.token = t -> t.substring(0, t.lastIndexOf('.')),
                f -> f.token = t -> "W10" + t.substring(t.indexOf('.')),
                f -> f.token = t -> t.replaceFirst("\\.", "\n."));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesTokensOfAnotherForm(Consumer<GcpForge> change) {
        GcpForge forge = new GcpForge();
        change.accept(forge);

        assertThat(catchThrowableOfType(EvidenceFormatException.class, forge::appraise))
                .isNotNull();
    }

    @Test
    void verifiesTheCertificatesOfATokenThatAlsoNamesAKey() throws Exception {
        GcpForge forge = new GcpForge();
        forge.header = h -> h.put("kid", "key-1");
        forge.pins = Set.of(hash("another"));

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("root_not_pinned");
    }

    private static GcpForge with(GcpForge forge, Consumer<GcpForge> change) {
        change.accept(forge);
        return forge;
    }
}
