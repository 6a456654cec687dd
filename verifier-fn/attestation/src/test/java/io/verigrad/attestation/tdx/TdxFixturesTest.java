package io.verigrad.attestation.tdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Fixtures;
import io.verigrad.attestation.Verdicts;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.policy.TdxRules;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real quotes get their verdicts. They bind other things than ours, and nothing else is wrong. */
class TdxFixturesTest {
    private static final String GOOD = "v4-dcapqvl-b0c06f.quote.bin";
    private static final String GOOD_COLLATERAL = "collateral/dcapqvl-2025-06-B0C06F.json";
    private static final Instant GOOD_TIME = Instant.parse("2025-06-25T00:00:00Z");

    private final TdxForge forge = new TdxForge();

    @BeforeEach
    void acceptsWhatMachinesOfOthersAre() {
        assumeTrue(Fixtures.folder("tdx").isPresent(), "no fixtures beside the repository");
        forge.pins = Set.of(TdxVerifier.ROOT);
        forge.rules.evaluation = 0;
        forge.rules.platforms = new TdxRules.Platforms.Any();
        forge.rules.features = -1;
        forge.rules.allow = Set.of(TdxRules.Weakening.SUPERVISOR_KEYS);
    }

    @Test
    void getsEveryVerdictOfTheManifest() throws Exception {
        List<Fixtures.Row> table = new ArrayList<>();
        for (JsonNode entry : Fixtures.json("tdx", "manifest.json")) {
            for (JsonNode evaluation : entry.path("collateral_evaluations")) {
                String quote = entry.path("quote").asText();
                String file = evaluation.path("collateral").asText();
                Instant at = Instant.parse(evaluation.path("verify_at").asText());
                if (!Files.exists(Fixtures.folder("tdx").orElseThrow().resolve(file))) {
                    continue;
                }
                Collateral collateral = FixtureCollateral.read(file);
                for (RevocationRule rule : rules(collateral)) {
                    forge.rules.revocation = rule;
                    String found = verdict(Fixtures.read("tdx", quote), collateral, at);
                    table.add(new Fixtures.Row(
                            quote,
                            file.replace("collateral/", "")
                                    + (rule == RevocationRule.REQUIRED ? "" : ", lists unchecked"),
                            at.toString(),
                            evaluation.path("final_status").asText(),
                            found));
                    assertThat(found)
                            .as("%s with %s, lists %s", quote, file, rule)
                            .isEqualTo(expected(entry, evaluation, collateral, rule));
                }
            }
        }
        forge.rules.revocation = RevocationRule.REQUIRED;
        for (String negative : List.of("mrtd", "report_data", "qe-report")) {
            String quote = "NEG-tampered-" + negative + ".quote.bin";
            String found = verdict(Fixtures.read("tdx", quote), FixtureCollateral.read(GOOD_COLLATERAL), GOOD_TIME);
            table.add(new Fixtures.Row(
                    quote, GOOD_COLLATERAL.replace("collateral/", ""), GOOD_TIME.toString(), "REJECT", found));
            assertThat(found)
                    .isEqualTo(
                            negative.equals("qe-report")
                                    ? "REJECT [enclave_signature_invalid, attestation_key_unbound]"
                                    : "REJECT [signature_invalid]");
        }
        Fixtures.table("tdx", table);
        assertThat(table).hasSize(29);
    }

    @Test
    void readsTheKnownAnswers() throws Exception {
        for (JsonNode entry : Fixtures.json("tdx", "manifest.json")) {
            JsonNode fields = entry.path("fields");
            if (fields.path("version").asInt() == 3) {
                continue;
            }
            TdxQuote quote =
                    TdxQuote.parse(Fixtures.read("tdx", entry.path("quote").asText()));
            TdReport report = quote.report();
            PlatformCertificate platform =
                    PlatformCertificate.of(quote.chain().certificates().getFirst());

            assertThat(quote.version()).isEqualTo(fields.path("version").asInt());
            assertThat(report.teeTcbSvn()).isEqualTo(hex(fields, "tee_tcb_svn"));
            assertThat(report.mrSeam()).isEqualTo(hex(fields, "mr_seam"));
            assertThat(report.mrSignerSeam()).isEqualTo(hex(fields, "mrsigner_seam"));
            assertThat(report.seamAttributes()).isEqualTo(hex(fields, "seam_attributes"));
            assertThat(report.mrTd()).isEqualTo(hex(fields, "mr_td"));
            assertThat(report.mrConfigId()).isEqualTo(hex(fields, "mr_config_id"));
            assertThat(report.mrOwner()).isEqualTo(hex(fields, "mr_owner"));
            assertThat(report.mrOwnerConfig()).isEqualTo(hex(fields, "mr_owner_config"));
            for (int i = 0; i < EventLog.REGISTERS; i++) {
                assertThat(report.runtimeRegisters().get(i)).isEqualTo(hex(fields, "rtmr" + i));
            }
            assertThat(report.reportData()).isEqualTo(hex(fields, "report_data"));
            assertThat(report.teeTcbSvn2()).isEqualTo(hex(fields, "tee_tcb_svn2"));
            assertThat(report.serviceTd()).isEqualTo(hex(fields, "mr_service_td"));
            assertThat(report.attributes().allowsDebugging())
                    .isEqualTo(entry.path("debug").asBoolean());
            assertThat(report.attributes().disablesPageViolations())
                    .isEqualTo(entry.path("sept_ve_disable").asBoolean());
            assertThat(quote.enclave().mrSigner()).isEqualTo(hex(entry.path("qe"), "mrsigner"));
            assertThat(quote.enclave().attributes()).isEqualTo(hex(entry.path("qe"), "attributes"));
            assertThat(quote.enclave().productId())
                    .isEqualTo(entry.path("qe").path("isvprodid").asInt());
            assertThat(quote.enclave().securityVersion())
                    .isEqualTo(entry.path("qe").path("isvsvn").asInt());
            assertThat(platform.model()).isEqualTo(hex(entry, "fmspc"));
            assertThat(platform.pceId()).isEqualTo(hex(entry, "pceid"));
            assertThat(platform.pceSvn()).isEqualTo(entry.path("pcesvn").asInt());
            assertThat(Json.tree(platform.componentSvns())).isEqualTo(entry.path("pck_comp_svn"));
        }
    }

    @Test
    void followsIntelWhereVerifiersDisagree() throws Exception {
        // Module 1.4, compared with a platform level that names 5: its own identity counts, and knows it.
        String quote = "v4-gcp-cos.quote.bin";
        Instant at = Instant.parse("2025-11-01T00:00:00Z");
        forge.rules.revocation = RevocationRule.UNCHECKED;

        assertThat(TdxQuote.parse(Fixtures.read("tdx", quote))
                        .report()
                        .teeTcbSvn()
                        .slice(0, 3))
                .isEqualTo(Bytes.of((byte) 4, (byte) 1, (byte) 7));
        assertThat(appraise(
                        Fixtures.read("tdx", quote),
                        FixtureCollateral.read("collateral/automata-2025-10-00806F.json"),
                        at))
                .doesNotContain("tcb_status_not_allowed", "tcb_not_supported");
    }

    @ParameterizedTest
    @CsvSource({
        "2025-06-19T10:16:02Z, tcb_info_stale",
        "2025-07-19T10:16:04Z, tcb_info_stale",
        "2026-11-22T00:00:00Z, tcb_info_stale",
        "2026-11-22T00:00:00Z, qe_identity_stale",
        "2026-11-22T00:00:00Z, revocation_list_stale"
    })
    void refusesStaleCollateral(Instant at, String code) throws Exception {
        assertThat(appraise(Fixtures.read("tdx", GOOD), FixtureCollateral.read(GOOD_COLLATERAL), at))
                .contains(code);
    }

    @Test
    void refusesCollateralOfAnotherModelAndOfAnotherKindOfEnclave() throws Exception {
        Instant at = Instant.parse("2025-06-25T00:00:00Z");

        assertThat(appraise(
                        Fixtures.read("tdx", GOOD),
                        FixtureCollateral.read("collateral/dcapqvl-2025-06-SGX-00A067.json"),
                        at))
                .contains("tcb_info_invalid", "qe_identity_invalid");
        assertThat(appraise(
                        Fixtures.read("tdx", GOOD),
                        FixtureCollateral.read("collateral/automata-2025-06-90C06F.json"),
                        at))
                .contains("tcb_info_missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 39, 70, 307, 3065})
    void readsQuotesWithPadding(int padding) throws Exception {
        Bytes padded = Bytes.concat(Fixtures.read("tdx", GOOD), Bytes.of(new byte[padding]));
        Bytes dirty = Bytes.concat(Fixtures.read("tdx", GOOD), Bytes.of(new byte[padding]), Bytes.of((byte) 1));

        assertThat(appraise(padded, FixtureCollateral.read(GOOD_COLLATERAL), GOOD_TIME))
                .isEmpty();
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> appraise(dirty, FixtureCollateral.read(GOOD_COLLATERAL), GOOD_TIME));
    }

    @Test
    void replaysTheLogOfAFirmware() throws Exception {
        EventLog log = CcelReader.read(Fixtures.read("tdx", "gcp-cos-ccel.dat"));
        Bytes quote = Fixtures.read("tdx", "v4-gcp-cos.quote.bin");
        Collateral collateral = FixtureCollateral.read("collateral/automata-2025-10-00806F.json");
        Instant at = Instant.parse("2025-11-01T00:00:00Z");
        EventLog shorter = new EventLog(log.events().subList(0, log.events().size() - 1));

        assertThat(log.events()).hasSizeGreaterThan(30);
        assertThat(log.replay()).isEqualTo(TdxQuote.parse(quote).report().runtimeRegisters());
        assertThat(EventLog.parse(log.encode())).isEqualTo(log);
        assertThat(appraise(Bytes.concat(quote, log.encode()), collateral, at))
                .isEqualTo(appraise(quote, collateral, at));
        assertThat(appraise(Bytes.concat(quote, shorter.encode()), collateral, at))
                .contains("event_log_mismatch");
    }

    @Test
    void replaysTheLogsOfGuests() throws Exception {
        List<Fixtures.Row> table = new ArrayList<>();
        for (String file : List.of("dstack-quote-report.json", "dstack-rtmr3-example-report.json")) {
            assertReplayed(file);
            table.add(new Fixtures.Row(file, "", "RTMR 0 to 3", "RTMR 0 to 3"));
        }
        EventLog firmware = CcelReader.read(Fixtures.read("tdx", "gcp-cos-ccel.dat"));
        boolean same = firmware.replay()
                .equals(TdxQuote.parse(Fixtures.read("tdx", "v4-gcp-cos.quote.bin"))
                        .report()
                        .runtimeRegisters());
        table.add(new Fixtures.Row("gcp-cos-ccel.dat", "", "RTMR 0 to 3", same ? "RTMR 0 to 3" : "OTHER"));
        Fixtures.table("tdx-event-logs", table);
    }

    private static void assertReplayed(String file) throws Exception {
        JsonNode report = Fixtures.json("tdx", file);
        EventLog log =
                RuntimeLogReader.read(Bytes.of(report.path("event_log").asText().getBytes(StandardCharsets.UTF_8)));
        TdReport quoted = TdxQuote.parse(Bytes.parse("0x" + report.path("quote").asText()))
                .report();

        assertThat(log.replay()).isEqualTo(quoted.runtimeRegisters());
        assertThat(Registers.of(quoted, log, "boot-mr-done").violations()).isEmpty();
        assertThat(Registers.of(quoted, log, "boot-mr-done").measurements())
                .containsKeys("rtmr3.app-id", "rtmr3.compose-hash", "rtmr3.instance-id")
                .doesNotContainKey("rtmr3.system-ready");
    }

    /** Some sets lack lists: these are refused for it, and judged once more without lists. */
    private static List<RevocationRule> rules(Collateral collateral) {
        return collateral.revocationLists().size() == 2
                ? List.of(RevocationRule.REQUIRED)
                : List.of(RevocationRule.REQUIRED, RevocationRule.UNCHECKED);
    }

    /** What the verdict must be by the manifest, in our codes. */
    private static String expected(JsonNode entry, JsonNode evaluation, Collateral collateral, RevocationRule rule) {
        if (entry.path("quote").asText().startsWith("v3-")) {
            return "MALFORMED version";
        }
        List<String> codes = new ArrayList<>();
        if (rule == RevocationRule.REQUIRED && collateral.revocationLists().size() < 2) {
            codes.add("revocation_list_missing");
        }
        if (collateral.documents(CollateralDocument.Kind.INTEL_QE_IDENTITY).isEmpty()) {
            codes.add("qe_identity_missing");
        }
        if (!codes.isEmpty()) {
            return "REJECT " + codes;
        }
        String status = evaluation.path("final_status").asText();
        if (status.startsWith("REJECT")) {
            codes.add("tcb_not_supported");
        } else if (!status.equals("UpToDate")) {
            codes.add("tcb_status_not_allowed");
            if (!evaluation.path("advisories").isEmpty()) {
                codes.add("advisory_not_allowed");
            }
        }
        if (!entry.path("sept_ve_disable").asBoolean()) {
            codes.add("page_violations_enabled");
        }
        if (entry.path("debug").asBoolean()) {
            codes.add("debug_mode");
        }
        return codes.isEmpty() ? "ACCEPT" : "REJECT " + codes;
    }

    private String verdict(Bytes quote, Collateral collateral, Instant at) throws Exception {
        try {
            List<String> codes = appraise(quote, collateral, at);
            return codes.isEmpty() ? "ACCEPT" : "REJECT " + codes;
        } catch (EvidenceFormatException e) {
            return "MALFORMED " + e.field();
        }
    }

    /** The codes, less the ones that say that the quote was not made for us. */
    private List<String> appraise(Bytes document, Collateral collateral, Instant at) throws Exception {
        forge.allowed = allowed(TdxQuote.parse(document).report());
        List<String> codes =
                new ArrayList<>(Verdicts.codes(new EnclaveAppraiser(forge.policy(), List.of(new TdxVerifier()))
                        .appraise(
                                new Evidence(TdxVerifier.FORMAT, document, forge.binding(), forge.nonce),
                                forge.nonce,
                                forge.operator,
                                new Circumstances(collateral, at, Clock.fixed(at, ZoneOffset.UTC)))));
        codes.remove("binding_mismatch");
        return codes.stream().distinct().toList();
    }

    private static Map<String, Bytes> allowed(TdReport report) {
        Map<String, Bytes> allowed =
                new java.util.HashMap<>(Registers.of(report, EventLog.EMPTY, "").measurements());
        allowed.values().removeIf(Bytes::isZero);
        return allowed;
    }

    private static Bytes hex(JsonNode fields, String name) {
        return Bytes.parse("0x" + fields.path(name).asText());
    }
}
