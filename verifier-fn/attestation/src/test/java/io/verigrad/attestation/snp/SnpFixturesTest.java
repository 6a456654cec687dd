package io.verigrad.attestation.snp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.Fixtures;
import io.verigrad.attestation.Verdicts;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.policy.SnpRules;
import io.verigrad.attestation.x509.Certificates;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real reports get their verdicts. They bind other things than ours, and nothing else is wrong. */
class SnpFixturesTest {
    private static final Set<Hash32> ROOTS = Set.of(
            Hash32.parse("0x69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd"),
            Hash32.parse("0x4c6598d19c18719c5dfd4a7d335f674e5bfe1d8f800cea2cf270c10d103db2f1"),
            Hash32.parse("0x1f084161a44bb6d93778a904877d4819cafa5d05ef4193b2ded9dd9c73dd3f6a"));

    private final SnpForge forge = new SnpForge();

    @BeforeEach
    void acceptsWhatMachinesOfOthersAre() {
        assumeTrue(Fixtures.folder("snp").isPresent(), "no fixtures beside the repository");
        forge.pins = ROOTS;
        forge.rules.minimum = new TreeMap<>(
                Map.of("Milan", SnpRulesForge.minimum(2, 0, 5, 68), "Genoa", SnpRulesForge.minimum(10, 0, 23, 27)));
        forge.rules.chips = new SnpRules.Chips.Any();
        forge.rules.providers = Set.of("CN=cc-us-east-2.amazonaws.com");
        forge.rules.abi = 0;
        forge.rules.guest = Set.of();
        forge.rules.platform = Set.of();
        forge.rules.revocation = RevocationRule.UNCHECKED;
    }

    @Test
    void getsEveryVerdictOfTheManifest() throws Exception {
        List<Fixtures.Row> table = new ArrayList<>();
        for (JsonNode entry : manifest()) {
            Instant at = Instant.parse(entry.path("cert_valid_from").asText()).plus(Duration.ofDays(30));
            String expected = entry.path("expected").path("verdict").asText();

            List<String> codes = appraise(entry, at, List.of());

            table.add(new Fixtures.Row(
                    entry.path("report").asText(),
                    entry.path("key").asText(),
                    at.toString(),
                    expected,
                    codes.isEmpty() ? "ACCEPT" : "REJECT " + codes));
            assertThat(codes)
                    .as(entry.path("report").asText())
                    .isEqualTo(expected.equals("ACCEPT") ? List.of() : List.of("debug_mode"));
        }
        for (String file : List.of("NEG-tampered-measurement.report.bin", "NEG-tampered-report_data.report.bin")) {
            table.add(row(file, "milan-v2-virtee.vek.der"));
        }
        for (String key : List.of("NEG-vcek-invalid-legacy.der", "NEG-vcek-invalid-new.der")) {
            table.add(row("milan-v2-trustee.report.bin", key));
        }
        Fixtures.table("snp", table);
        assertThat(table).hasSize(16);
    }

    @Test
    void readsTheKnownAnswers() throws Exception {
        for (JsonNode entry : manifest()) {
            JsonNode fields = entry.path("fields");
            SnpReport report =
                    SnpReport.parse(Fixtures.read("snp", entry.path("report").asText()));

            assertThat(report.version()).isEqualTo(fields.path("version").asInt());
            assertThat(report.policy().bits())
                    .isEqualTo(Long.decode(fields.path("policy").asText()));
            assertThat(report.vmpl()).isEqualTo(fields.path("vmpl").asInt());
            assertThat(report.signingKey())
                    .hasToString(fields.path("signing_key").asText());
            assertThat(report.platformInfo())
                    .isEqualTo(Long.decode(fields.path("platform_info").asText()));
            assertThat(report.reportData()).isEqualTo(hex(fields, "report_data"));
            assertThat(report.measurement()).isEqualTo(hex(fields, "measurement"));
            assertThat(report.hostData()).isEqualTo(hex(fields, "host_data"));
            assertThat(report.idKeyDigest()).isEqualTo(hex(fields, "id_key_digest"));
            assertThat(report.authorKeyDigest()).isEqualTo(hex(fields, "author_key_digest"));
            assertThat(report.chipId()).isEqualTo(hex(fields, "chip_id"));
            assertThat(report.currentTcb()).isEqualTo(hex(fields, "current_tcb"));
            assertThat(report.reportedTcb()).isEqualTo(hex(fields, "reported_tcb"));
            assertThat(report.committedTcb()).isEqualTo(hex(fields, "committed_tcb"));
            assertThat(report.launchTcb()).isEqualTo(hex(fields, "launch_tcb"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "milan-v2-virtee, crl_milan_2025-05-06_2026-05-12.der, 2025-06-15T00:00:00Z, ''",
        "milan-v3-vlek-aws-trustee, crl_milan_2025-05-06_2026-05-12.der, 2025-06-15T00:00:00Z, ''",
        "genoa-v3-azure, crl_genoa_2024-10-23_2025-11-03.der, 2025-10-01T00:00:00Z, ''",
        "milan-v2-virtee, crl_milan_2025-05-06_2026-05-12.der, 2026-11-22T00:00:00Z, revocation_list_stale",
        "genoa-v3-azure, crl_genoa_2024-10-23_2025-11-03.der, 2026-11-22T00:00:00Z, revocation_list_stale",
        "milan-v2-virtee, crl_milan_2025-05-06_2026-05-12.der, 2025-05-01T00:00:00Z, revocation_list_stale",
        "milan-v2-virtee, crl_genoa_2024-10-23_2025-11-03.der, 2025-06-15T00:00:00Z, revocation_list_missing"
    })
    void looksAtTheListsOfTheRoots(String name, String list, Instant at, String code) throws Exception {
        forge.rules.revocation = RevocationRule.REQUIRED;

        assertThat(appraise(entry(name + ".report.bin"), at, List.of(Fixtures.read("snp", list))))
                .isEqualTo(code.isEmpty() ? List.of() : List.of(code));
    }

    @Test
    void readsTheEvidenceOfAVirtualMachineAsItComes() throws Exception {
        JsonNode tsm = Fixtures.json("snp", "veraison-configfs-tsm-report.json");
        Bytes document = Bytes.concat(base64(tsm.path("outblob")), base64(tsm.path("auxblob")));

        List<String> codes = appraise(document, Instant.parse("2025-06-15T00:00:00Z"), Collateral.NONE);

        assertThat(codes).isEmpty();
    }

    @Test
    void takesCertificatesFromWhereverTheyCame() throws Exception {
        // Report, then certificates in PEM, in an encoding of its own.
        Bytes wrapped = hex(Fixtures.json("snp", "dstack-sev-snp-attestation.json"), "attestation");
        List<Bytes> certificates = new ArrayList<>();
        Matcher pem = Pattern.compile("-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----")
                .matcher(new String(wrapped.toArray(), StandardCharsets.ISO_8859_1));
        while (pem.find()) {
            certificates.add(Bytes.of(Base64.getMimeDecoder().decode(pem.group(1))));
        }
        certificates.add(Fixtures.pem("roots", "amd_ark_milan.pem"));

        List<String> codes = appraise(
                wrapped.slice(4, 4 + SnpReport.SIZE),
                Instant.parse("2026-10-15T00:00:00Z"),
                Collateral.parse(certificates, List.of()));

        assertThat(codes).isEmpty();
    }

    @Test
    void readsTheCertificateOfATurin() throws Exception {
        EndorsementKey key =
                EndorsementKey.of(Certificates.parse("test", Fixtures.read("snp", "vcek-turin-virtee.der")));

        assertThat(key.isOf(SigningKey.VCEK)).isTrue();
        assertThat(key.isOf(SigningKey.VLEK)).isFalse();
        assertThat(key.isFor(Product.TURIN)).isTrue();
        assertThat(key.hardwareId().size()).isEqualTo(8);
        assertThat(key.versions()).containsKeys(1, 2, 3, 8, 9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NEG-tampered-measurement.report.bin", "NEG-tampered-report_data.report.bin"})
    void refusesWhatWasTamperedWith(String file) throws Exception {
        assertThat(withKey(file, "milan-v2-virtee.vek.der")).containsExactly("signature_invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NEG-vcek-invalid-legacy.der", "NEG-vcek-invalid-new.der", "milan-v2-virtee.vek.der"})
    void refusesTheKeyOfAnotherChip(String key) throws Exception {
        assertThat(withKey("milan-v2-trustee.report.bin", key)).contains("signature_invalid", "chip_mismatch");
    }

    @Test
    void refusesEveryReportUnderEveryOtherKey() throws Exception {
        for (JsonNode entry : manifest()) {
            for (JsonNode other : manifest()) {
                if (!entry.equals(other)
                        && !entry.path("endorsement_cert").equals(other.path("endorsement_cert"))
                        && !hex(entry.path("fields"), "chip_id").equals(hex(other.path("fields"), "chip_id"))) {
                    assertThat(withKey(
                                    entry.path("report").asText(),
                                    other.path("endorsement_cert").asText()))
                            .as("%s under %s", entry.path("report"), other.path("endorsement_cert"))
                            .isNotEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unmatched-constellation-vlek-hex, 2, VLEK",
        "unmatched-kinvolk-azure, 2, VCEK",
        "unmatched-openpcc-gce-v4, 4, VCEK",
        "unmatched-tinfoil-js-old, 2, VCEK"
    })
    void parsesReportsWithoutTheirKeys(String name, int version, String key) throws Exception {
        SnpReport report = SnpReport.parse(Fixtures.read("snp", name + ".report.bin"));

        assertThat(report.version()).isEqualTo(version);
        assertThat(report.signingKey()).hasToString(key);
    }

    private Fixtures.Row row(String report, String key) throws Exception {
        return new Fixtures.Row(report, key, "2025-06-15T00:00:00Z", "REJECT", "REJECT " + withKey(report, key));
    }

    private List<String> withKey(String report, String key) throws Exception {
        Collateral collateral = Collateral.parse(
                List.of(
                        Fixtures.read("snp", key),
                        Fixtures.pem("roots", "amd_ask_milan.pem"),
                        Fixtures.pem("roots", "amd_ark_milan.pem"),
                        Fixtures.pem("roots", "amd_asvk_milan.pem"),
                        Fixtures.pem("roots", "amd_ask_genoa.pem"),
                        Fixtures.pem("roots", "amd_ark_genoa.pem")),
                List.of());
        return appraise(Fixtures.read("snp", report), Instant.parse("2025-06-15T00:00:00Z"), collateral);
    }

    private List<String> appraise(JsonNode entry, Instant at, List<Bytes> lists) throws Exception {
        List<Bytes> certificates = new ArrayList<>();
        certificates.add(Fixtures.read("snp", entry.path("endorsement_cert").asText()));
        for (JsonNode file : entry.path("chain")) {
            certificates.add(Fixtures.pem("roots", file.asText().replace("../roots/", "")));
        }
        return appraise(Fixtures.read("snp", entry.path("report").asText()), at, Collateral.parse(certificates, lists));
    }

    /** The codes, less the one that says that the report was not made for us. */
    private List<String> appraise(Bytes document, Instant at, Collateral collateral) throws Exception {
        SnpReport report = SnpReport.parse(document.slice(0, SnpReport.SIZE));
        forge.allowed = Map.of("measurement", report.measurement());
        forge.rules.vmpl = report.vmpl();
        List<String> codes =
                new ArrayList<>(Verdicts.codes(new EnclaveAppraiser(forge.policy(), List.of(new SnpVerifier()))
                        .appraise(
                                new Evidence(SnpVerifier.FORMAT, document, forge.binding(), forge.nonce),
                                forge.nonce,
                                forge.operator,
                                new Circumstances(collateral, at, Clock.fixed(at, ZoneOffset.UTC)))));
        codes.remove("binding_mismatch");
        return codes;
    }

    private static JsonNode manifest() {
        return Fixtures.json("snp", "manifest.json");
    }

    private static JsonNode entry(String report) {
        for (JsonNode entry : manifest()) {
            if (entry.path("report").asText().equals(report)) {
                return entry;
            }
        }
        throw new IllegalStateException(report);
    }

    private static Bytes hex(JsonNode fields, String name) {
        return Bytes.parse("0x" + fields.path(name).asText());
    }

    private static Bytes base64(JsonNode text) {
        return Bytes.of(Base64.getUrlDecoder().decode(text.asText()));
    }
}
