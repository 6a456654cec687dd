package io.verigrad.attestation.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Claims;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Fixtures;
import io.verigrad.attestation.Hardware;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.policy.SnpRules;
import io.verigrad.attestation.policy.TdxRules;
import io.verigrad.attestation.snp.SnpRulesForge;
import io.verigrad.attestation.tdx.FixtureCollateral;
import io.verigrad.attestation.tdx.TdxVerifier;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real evidence of Azure gets its verdict, in every encoding that others send it in. */
class AzureFixturesTest {
    @BeforeEach
    void needsTheFixtures() {
        assumeTrue(Fixtures.folder("azure").isPresent(), "no fixtures beside the repository");
    }

    @Test
    void getsEveryVerdictOfTheManifest() throws Exception {
        List<Fixtures.Row> table = new ArrayList<>();
        for (JsonNode entry : Fixtures.json("azure", "manifest.json")) {
            String file = entry.path("file").asText();
            JsonNode json = Fixtures.json("azure", file);
            JsonNode evidence = json.has("evidence") ? json.path("evidence") : json;
            AzureDocument document = document(evidence);
            Bytes nonce = Bytes.parse("0x" + entry.path("nonce").asText());
            Instant at = Instant.parse(
                    document.hardware() == HardwareKind.SNP
                            ? file.contains("genoa") ? "2026-05-01T00:00:00Z" : "2025-06-15T00:00:00Z"
                            : file.startsWith("lunal") ? "2026-03-20T00:00:00Z" : "2025-11-01T00:00:00Z");

            Verification verification = verify(document, evidence, at);

            Set<String> expected = document.hardware() == HardwareKind.TDX && !file.startsWith("lunal")
                    ? Set.of("tcb_status_not_allowed", "advisory_not_allowed", "page_violations_enabled")
                    : Set.of();
            String found = switch (verification) {
                case Verification.NotAuthentic(List<Violation> violations) -> "NOT AUTHENTIC " + violations;
                case Verification.Authentic(Claims claims, List<Violation> objections, Hardware hardware) -> {
                    assertThat(claims.reportData()).as(file).isEqualTo(nonce);
                    assertThat(new HashSet<>(
                                    objections.stream().map(Violation::code).toList()))
                            .as(file)
                            .isEqualTo(expected);
                    yield objections.isEmpty()
                            ? "ACCEPT"
                            : "REJECT "
                                    + objections.stream()
                                            .map(Violation::code)
                                            .distinct()
                                            .toList();
                }
            };
            table.add(new Fixtures.Row(file, at, expected.isEmpty() ? "ACCEPT" : "OutOfDate", found));
            assertThat(verification).as(file + found).isInstanceOf(Verification.Authentic.class);
        }
        Fixtures.table("azure", table);
        assertThat(table).hasSize(8);
    }

    private static Verification verify(AzureDocument document, JsonNode json, Instant at) throws Exception {
        AzureForge forge = new AzureForge(document.hardware());
        forge.snp.pins = Set.of(
                Hash32.parse("0x69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd"),
                Hash32.parse("0x4c6598d19c18719c5dfd4a7d335f674e5bfe1d8f800cea2cf270c10d103db2f1"));
        forge.snp.rules.minimum = new TreeMap<>(
                Map.of("Milan", SnpRulesForge.minimum(2, 0, 5, 68), "Genoa", SnpRulesForge.minimum(7, 0, 14, 50)));
        forge.snp.rules.chips = new SnpRules.Chips.Any();
        forge.snp.rules.abi = 0;
        forge.snp.rules.guest = Set.of();
        forge.snp.rules.platform = Set.of();
        forge.snp.rules.revocation = RevocationRule.UNCHECKED;
        forge.tdx.pins = Set.of(TdxVerifier.ROOT);
        forge.tdx.rules.evaluation = 0;
        forge.tdx.rules.platforms = new TdxRules.Platforms.Any();
        forge.tdx.rules.features = -1;
        forge.tdx.rules.revocation = RevocationRule.UNCHECKED;
        Collateral collateral = document.hardware() == HardwareKind.SNP
                ? amd(chipCertificates(json))
                : FixtureCollateral.read(
                        at.equals(Instant.parse("2026-03-20T00:00:00Z"))
                                ? "collateral/lunal-2026-03-90C06F.json"
                                : "collateral/automata-2025-10-00806F.json");
        return new AzureVerifier()
                .verify(
                        document.encode(),
                        forge.formatPolicy(),
                        new Circumstances(collateral, at, Clock.fixed(at, ZoneOffset.UTC)));
    }

    private static Collateral amd(List<Bytes> chipCertificates) throws Exception {
        List<Bytes> certificates = new ArrayList<>(chipCertificates);
        for (String file : List.of("amd_ask_milan", "amd_ark_milan", "amd_ask_genoa", "amd_ark_genoa")) {
            certificates.add(Fixtures.pem("roots", file + ".pem"));
        }
        return Collateral.parse(certificates, List.of());
    }

    /** Reads what others send. */
    private static AzureDocument document(JsonNode evidence) throws Exception {
        JsonNode quote = evidence.has("tpm_quote") ? evidence.path("tpm_quote") : evidence.path("quote");
        HclReport hcl = HclReport.parse(
                bytes(evidence.has("hcl_report") ? evidence.path("hcl_report") : evidence.path("report")));
        List<Bytes> registers = new ArrayList<>();
        quote.path("pcrs").forEach(register -> registers.add(bytes(register)));
        return new AzureDocument(
                hcl.hardware(),
                hcl.hardware() == HardwareKind.SNP ? hcl.hardwareReport() : bytes(evidence.path("td_quote")),
                hcl.runtimeData(),
                bytes(quote.path("message")),
                bytes(quote.path("signature")),
                registers,
                List.of());
    }

    /** In PEM or base64 for addresses. */
    private static List<Bytes> chipCertificates(JsonNode evidence) {
        String text = evidence.path("vcek").asText().replaceAll("-----[A-Z ]+-----", "");
        return List.of(
                Bytes.of(Base64.getMimeDecoder().decode(text.replace('-', '+').replace('_', '/'))));
    }

    /** Numbers, hex, or base64 for addresses. */
    private static Bytes bytes(JsonNode value) {
        if (value.isArray()) {
            byte[] bytes = new byte[value.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) value.path(i).asInt();
            }
            return Bytes.of(bytes);
        }
        String text = value.asText();
        return text.matches("([0-9a-fA-F]{2})+")
                ? Bytes.parse("0x" + text)
                : Bytes.of(Base64.getUrlDecoder().decode(text));
    }

    @Test
    void verifiesAQuoteOfAPlainTpm() throws Exception {
        JsonNode evidence = Fixtures.json("azure", "trustee/tpm_evidence.json");
        Base64.Decoder base64 = Base64.getDecoder();
        TpmQuote quote = TpmQuote.parse(Bytes.of(
                base64.decode(evidence.path("tpm_quote").path("message").asText())));
        // TPMT_SIGNATURE: RSASSA, SHA-256, size, signature.
        Bytes wrapped = Bytes.of(
                base64.decode(evidence.path("tpm_quote").path("signature").asText()));
        List<Bytes> registers = new ArrayList<>();
        evidence.path("tpm_quote")
                .path("pcrs")
                .forEach(register -> registers.add(Bytes.parse("0x" + register.asText())));

        assertThat(wrapped.slice(0, 6)).isEqualTo(Bytes.parse("0x0014000b0100"));
        assertThat(quote.isSignedBy(
                        KeyFactory.getInstance("RSA")
                                .generatePublic(new X509EncodedKeySpec(
                                        base64.decode(evidence.path("ak_public").asText()))),
                        wrapped.slice(6, wrapped.size())))
                .isTrue();
        assertThat(Sha256.hash(Bytes.concat(registers.toArray(Bytes[]::new)).toArray())
                        .bytes())
                .isEqualTo(quote.registersDigest());
        assertThat(quote.clockSafe()).isTrue();
    }

    @Test
    void refusesReportsThatAreCutOrDamaged() {
        for (String file : List.of("trustee/az-snp-vtpm/hcl-report.bin", "trustee/az-tdx-vtpm/hcl-report.bin")) {
            Bytes report = Fixtures.read("azure", file);
            for (int size = 0; size < 1236; size += 7) {
                Bytes cut = report.slice(0, size);
                assertThatExceptionOfType(EvidenceFormatException.class).isThrownBy(() -> HclReport.parse(cut));
            }
            byte[] other = report.toArray();
            other[1300] ^= 1;
            assertThatExceptionOfType(EvidenceFormatException.class).isThrownBy(() -> HclReport.parse(Bytes.of(other)));
        }
    }
}
