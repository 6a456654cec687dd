package io.verigrad.attestation.nitro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Claims;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Fixtures;
import io.verigrad.attestation.Verdicts;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.document.SignedDocument;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.value.Bytes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real documents of AWS get their verdicts at their time. They bind other things than ours, and nothing else is wrong. */
class NitroFixturesTest {
    private static final String BASE = "base-2024-11-30.cbor";
    private static final Instant BASE_TIME = Instant.parse("2024-11-30T16:22:48.387Z");
    private static final Set<String> NOT_OURS = Set.of("nonce_mismatch", "key_mismatch", "binding_mismatch");

    @BeforeEach
    void needsTheFixtures() {
        assumeTrue(Fixtures.folder("nitro").isPresent(), "no fixtures beside the repository");
    }

    @Test
    void getsEveryVerdictOfTheManifest() throws Exception {
        List<Fixtures.Row> table = new ArrayList<>();
        for (JsonNode entry : Fixtures.json("nitro", "manifest.json")) {
            String file = entry.path("file").asText();
            Instant at = Instant.parse(entry.path("verify_at").asText());
            String expected = entry.path("expected").path("verdict_at_doc_time").asText();

            List<String> codes = appraise(Fixtures.read("nitro", file), entry.path("pcrs"), at);

            String verdict = codes.isEmpty() ? "ACCEPT" : "REJECT " + codes;
            table.add(new Fixtures.Row(file, at, expected, verdict));
            assertThat(codes)
                    .as(file)
                    .isEqualTo(
                            switch (expected) {
                                case "ACCEPT" -> List.of();
                                case "REJECT(debug)" -> List.of("debug_mode");
                                default -> List.of("signature_invalid");
                            });
        }
        for (String file : List.of(
                "NEG-tampered-pcr0.cbor",
                "NEG-tampered-public_key.cbor",
                "NEG-protected-alg-minus36.cbor",
                "NEG-trailing-bytes.cbor")) {
            table.add(new Fixtures.Row(file, BASE_TIME, "REJECT", verdict(file)));
        }
        Fixtures.table("nitro", table);
        assertThat(table).hasSize(15);
    }

    @Test
    void readsTheKnownAnswers() throws Exception {
        for (JsonNode entry : Fixtures.json("nitro", "manifest.json")) {
            SignedDocument document = SignedDocument.parse(
                    Fixtures.read("nitro", entry.path("file").asText()));

            assertThat(document.document().moduleId())
                    .isEqualTo(entry.path("module_id").asText());
            assertThat(document.document().timestamp().toEpochMilli())
                    .isEqualTo(entry.path("timestamp_ms").asLong());
            assertThat(document.document().pcrs()).hasSize(entry.path("pcrs").size());
            entry.path("pcrs")
                    .properties()
                    .forEach(pcr -> assertThat(document.document().pcrs())
                            .containsEntry(
                                    Integer.valueOf(pcr.getKey()),
                                    Bytes.parse("0x" + pcr.getValue().asText())));
            assertThat(document.document().publicKey()).isEqualTo(hex(entry.path("public_key")));
            assertThat(document.document().userData()).isEqualTo(hex(entry.path("user_data")));
            assertThat(document.document().nonce()).isEqualTo(hex(entry.path("nonce")));
        }
    }

    @Test
    void refusesEveryDocumentToday() throws Exception {
        Instant today = Instant.parse("2026-11-22T00:00:00Z");
        for (JsonNode entry : Fixtures.json("nitro", "manifest.json")) {
            assertThat(appraise(Fixtures.read("nitro", entry.path("file").asText()), entry.path("pcrs"), today))
                    .contains("certificate_expired");
        }
    }

    @Test
    void refusesGoodDocumentsWithoutTheirRevocationLists() throws Exception {
        NitroForge forge = forge(RevocationRule.REQUIRED);

        Verification verification = new NitroVerifier()
                .verify(Fixtures.read("nitro", BASE), forge.formatPolicy(), Clock.fixed(BASE_TIME, ZoneOffset.UTC));

        assertThat(((Verification.NotAuthentic) verification).violations())
                .allSatisfy(violation -> assertThat(violation.code()).isEqualTo("revocation_list_missing"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "NEG-tampered-pcr0.cbor, REJECT [signature_invalid]",
        "NEG-tampered-public_key.cbor, REJECT [signature_invalid]",
        "NEG-protected-alg-minus36.cbor, MALFORMED protected",
        "NEG-trailing-bytes.cbor, MALFORMED document at offset 4528"
    })
    void refusesWhatWasTamperedWith(String file, String verdict) throws Exception {
        assertThat(verdict(file)).isEqualTo(verdict);
    }

    private static String verdict(String file) throws Exception {
        try {
            return "REJECT " + appraise(Fixtures.read("nitro", file), pcrs(), BASE_TIME);
        } catch (EvidenceFormatException e) {
            return "MALFORMED " + e.field();
        }
    }

    @Test
    void identifiesTheOtherFormOfASignatureAsTheSameEvidence() throws Exception {
        assertThat(claims("MALLEATED-high-s-twin.cbor").signedDigest())
                .isEqualTo(claims(BASE).signedDigest());
    }

    private static Claims claims(String file) throws EvidenceFormatException {
        Verification verification = new NitroVerifier()
                .verify(
                        Fixtures.read("nitro", file),
                        forge(RevocationRule.UNCHECKED).formatPolicy(),
                        Clock.fixed(BASE_TIME, ZoneOffset.UTC));
        return ((Verification.Authentic) verification).claims();
    }

    private static JsonNode pcrs() {
        for (JsonNode entry : Fixtures.json("nitro", "manifest.json")) {
            if (entry.path("file").asText().equals(BASE)) {
                return entry.path("pcrs");
            }
        }
        throw new IllegalStateException(BASE);
    }

    private static NitroForge forge(RevocationRule rule) {
        NitroForge forge = new NitroForge();
        forge.pins = Set.of(NitroVerifier.ROOT_G1);
        forge.revocation = rule;
        return forge;
    }

    /** The codes, less those that say that the document was not made for us; these must all be there. */
    private static List<String> appraise(Bytes document, JsonNode pcrs, Instant at) throws EvidenceFormatException {
        NitroForge forge = forge(RevocationRule.UNCHECKED);
        // Register 4 is never zero, in debug mode either.
        forge.allowed = Map.of("pcr4", hex(pcrs.path("4")));
        Evidence evidence = forge.evidence(document);
        List<String> codes = new ArrayList<>(Verdicts.codes(new EnclaveAppraiser(
                        forge.policy(), List.of(new NitroVerifier()))
                .appraise(evidence, forge.nonce, forge.operator, Circumstances.at(Clock.fixed(at, ZoneOffset.UTC)))));
        Set<String> notOurs = new HashSet<>(codes);
        notOurs.retainAll(NOT_OURS);
        assertThat(notOurs).isIn(Set.of(), NOT_OURS);
        codes.removeAll(NOT_OURS);
        return codes;
    }

    private static Bytes hex(JsonNode text) {
        return text.isTextual() ? Bytes.parse("0x" + text.asText()) : Bytes.EMPTY;
    }
}
