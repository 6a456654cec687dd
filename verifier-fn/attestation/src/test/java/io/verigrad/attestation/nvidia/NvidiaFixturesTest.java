package io.verigrad.attestation.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.CollateralDocument.Kind;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Fixtures;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.NvidiaRules;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real reports, manifests and tokens get their verdicts. */
class NvidiaFixturesTest {
    private static final Hash32 DEVICES =
            Hash32.parse("0x102bf659d5419614c9d8e6aecebc80454eb26b1df6a769ac720b9a690b167b48");
    private static final Hash32 MANIFESTS =
            Hash32.parse("0x12977b5115acb0381179279fffeb5a8c4d264971ebb32298023a465fa41df5d1");
    private static final Hash32 SERVICE =
            Hash32.parse("0x2df8907cf4d6c277b855d407ec178a649930a8e73f7294e8fce66e6ee27c5175");
    private static final String ISSUER = "https://nras.attestation.nvidia.com";
    private static final Pattern PEM = Pattern.compile("-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----");
    private static final List<String> TABLE = new ArrayList<>();

    @BeforeEach
    void needsFixtures() {
        assumeTrue(Fixtures.folder("nvidia").isPresent(), "no fixtures beside the repository");
    }

    @AfterAll
    static void keepTheTable() {
        if (!TABLE.isEmpty()) {
            Fixtures.write("nvidia", TABLE.stream().sorted().toList());
        }
    }

    /** Authentic, as far as goes without manifests of these versions, which nobody published. */
    @ParameterizedTest
    @CsvSource({
        "trustee/hopperAttestationReport, trustee/hopper_cert_chain_case1, rim_missing",
        "sdk/sample_attestation_data/gpu/hopperAttestationReport, sdk/sample_attestation_data/gpu/hopperCertChain, firmware_id_mismatch",
        "sdk/sample_attestation_data/gpu/hopperAttestationReportExpired, sdk/sample_attestation_data/gpu/hopperCertChainExpired, rim_missing",
        "sdk/sample_attestation_data/gpu/hopperAttestationReportInvalidSignature, sdk/sample_attestation_data/gpu/hopperCertChainExpired, signature_invalid firmware_id_mismatch",
        "sdk/sample_attestation_data/gpu/blackwellAttestationReport, sdk/sample_attestation_data/gpu/blackwellCertChain, rim_missing",
        "sdk/sample_attestation_data/switch/switchAttestationReport, sdk/sample_attestation_data/switch/switchCertChain, rim_missing",
        "sdk/sample_attestation_data/switch/switchAttestationReportInvalidSignature, sdk/sample_attestation_data/switch/switchCertChain, signature_invalid",
        "gonvtrust_attestationReport, trustee/hopper_cert_chain_case1, signature_invalid firmware_id_mismatch"
    })
    void judgesReports(String report, String chain, String expected) throws Exception {
        Bytes document = GpuDocument.encode(hex(report + ".txt"), pem(chain + ".txt"));

        List<String> codes = GpuForge.codes(gpu(document, List.of(), RevocationRule.UNCHECKED));

        row(report, codes);
        assertThat(String.join(" ", codes)).isEqualTo(expected);
    }

    @Test
    void readsTheKnownAnswers() throws Exception {
        SpdmReport report = SpdmReport.parse(hex("trustee/hopperAttestationReport.txt"));

        assertThat(report.nonce()).hasToString("0x931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb");
        var claims = Fixtures.json("nvidia", "trustee/hopperAttestationReport-claims.txt");
        var config = claims.path("config");
        assertThat(report.opaque().driverVersion())
                .isEqualTo(config.path("driver_version").asText());
        assertThat(report.opaque().biosVersion())
                .isEqualToIgnoringCase(config.path("vbios_version").asText());
        assertThat(report.opaque().firmwareId())
                .contains(Bytes.parse("0x" + config.path("fwid").asText()));
        report.measurements()
                .forEach((index, value) -> assertThat(value)
                        .hasToString("0x"
                                + claims.path("measurements")
                                        .path(index.toString())
                                        .asText()));
        assertThat(report.opaque().biosReference()).isEqualTo("NV_GPU_VBIOS_1010_0200_882_96009F0001");
    }

    @ParameterizedTest
    @CsvSource({
        "sdk/NV_GPU_DRIVER_GH100_550.144.03.xml, 2025-06-01T00:00:00Z, ''",
        "sdk/NV_GPU_DRIVER_GH100_550.144.03.xml, 2027-01-15T00:00:00Z, rim_expired",
        "sdk/incorrect_signature_driver_rim.xml, 2025-06-01T00:00:00Z, rim_signature_invalid",
        "sdk/incorrect_cert_chain_driver_rim.xml, 2025-06-01T00:00:00Z, rim_chain_invalid"
    })
    void judgesManifests(String name, Instant at, String expected) throws Exception {
        Bytes xml = Fixtures.read("nvidia", name);
        Rim rim = Rim.parse(xml);
        Circumstances circumstances = new Circumstances(
                Collateral.NONE.with(List.of(new CollateralDocument(Kind.NVIDIA_RIM, xml))),
                at,
                Clock.fixed(at, ZoneOffset.UTC));

        List<String> codes = new RimLibrary(
                        rules(RevocationRule.UNCHECKED),
                        circumstances,
                        io.verigrad.attestation.x509.StatusAnswers.of(
                                List.of(), new io.verigrad.attestation.x509.RevocationLists(List.of())))
                .find("driver", rim.version(), rim.product()).violations().stream()
                        .map(io.verigrad.attestation.Violation::code)
                        .distinct()
                        .toList();

        row(name + " at " + at, codes);
        assertThat(String.join(" ", codes)).isEqualTo(expected);
    }

    @Test
    void readsEveryMeasurementOfAManifest() throws Exception {
        Rim rim = Rim.parse(Fixtures.read("nvidia", "sdk/NV_GPU_DRIVER_GH100_550.144.03.xml"));

        assertThat(rim.version()).isEqualTo("550.144.03");
        assertThat(rim.product()).isEqualTo("GH100");
        assertThat(rim.golden()).hasSize(21);
        assertThat(rim.chain().certificates()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "nras/nras-response-2026-09-16.json, 2026-09-16T21:00:00Z, ''",
        "nras/nras-response-2026-09-16.json, 2026-09-16T20:50:03Z, token_not_yet_valid",
        "nras/nras-response-2026-09-16.json, 2026-09-16T21:50:04Z, token_expired",
        "nras/nras-response-2026-09-16.json, 2026-09-19T00:00:00Z, certificate_expired token_expired",
        "nras/near-1gpu-2025-10-06.json, 2025-10-06T18:30:00Z, token_key_unknown",
        "nras/near-8gpu-2025-10-06.json, 2025-10-06T18:30:00Z, token_key_unknown",
        "sdk/sample_attestation_data/hopperClaimsv3_detached_eat.json, 2025-06-11T00:40:00Z, token_key_unknown",
        "sdk/sample_attestation_data/switch_detached_eat.json, 2025-06-29T00:00:00Z, token_key_unknown"
    })
    void judgesTokens(String name, Instant at, String expected) throws Exception {
        assumeTrue(
                Fixtures.folder("nvidia").orElseThrow().resolve(name).toFile().exists(), name + " is not there");

        List<String> codes = GpuForge.codes(token(Fixtures.read("nvidia", name), at));

        row(name + " at " + at, codes);
        assertThat(String.join(" ", codes)).isEqualTo(expected);
    }

    @Test
    void refusesTheAnswerOfALocalVerifier() {
        Bytes document = Bytes.of(Json.write(
                Fixtures.json("nvidia", "dstack_gpu_attestation_h100.json").path("detached_eat")));

        Verification verification;
        try {
            verification = token(document, Instant.parse("2026-07-16T14:00:00Z"));
            row("dstack_gpu_attestation_h100.json (alg none)", GpuForge.codes(verification));
            assertThat(GpuForge.codes(verification)).contains("token_key_unknown");
        } catch (EvidenceFormatException e) {
            row("dstack_gpu_attestation_h100.json (alg none)", List.of("malformed " + e.getMessage()));
        }
    }

    private static void row(String name, List<String> codes) {
        TABLE.add("%-90s %s".formatted(name, codes.isEmpty() ? "ACCEPT" : "REJECT " + codes));
    }

    private static Verification gpu(Bytes document, List<CollateralDocument> documents, RevocationRule revocation)
            throws EvidenceFormatException {
        Instant at = Instant.parse("2025-06-01T00:00:00Z");
        return new GpuVerifier()
                .verify(
                        document,
                        new FormatPolicy(
                                GpuVerifier.FORMAT,
                                Assurance.WEIGHTS_BOUND,
                                Set.of(DEVICES),
                                List.of(),
                                rules(revocation)),
                        new Circumstances(Collateral.NONE.with(documents), at, Clock.fixed(at, ZoneOffset.UTC)));
    }

    private static NvidiaRules rules(RevocationRule revocation) {
        return new NvidiaRules(
                revocation,
                Set.of(MANIFESTS),
                ISSUER,
                new TreeMap<>(Map.of("GH100", "1", "GB100", "1", "LS_10", "1")),
                Optional.empty());
    }

    private static Verification token(Bytes document, Instant at) throws EvidenceFormatException {
        Bytes keys = Bytes.of(Json.write(
                Map.of("issuer", ISSUER, "jwks", Fixtures.json("nvidia", "nras/nras-jwks-2026-09-16.json"))));
        return new NrasVerifier()
                .verify(
                        document,
                        new FormatPolicy(
                                NrasVerifier.FORMAT,
                                Assurance.WEIGHTS_BOUND,
                                Set.of(SERVICE),
                                List.of(),
                                rules(RevocationRule.REQUIRED)),
                        new Circumstances(
                                Collateral.NONE.with(List.of(new CollateralDocument(Kind.JSON_WEB_KEYS, keys))),
                                at,
                                Clock.fixed(at, ZoneOffset.UTC)));
    }

    private static Bytes hex(String name) {
        return Bytes.parse(
                "0x" + new String(Fixtures.read("nvidia", name).toArray(), StandardCharsets.US_ASCII).strip());
    }

    private static List<Bytes> pem(String name) {
        List<Bytes> chain = new ArrayList<>();
        Matcher matcher = PEM.matcher(new String(Fixtures.read("nvidia", name).toArray(), StandardCharsets.US_ASCII));
        while (matcher.find()) {
            chain.add(Bytes.of(Base64.getMimeDecoder().decode(matcher.group(1))));
        }
        return chain;
    }
}
