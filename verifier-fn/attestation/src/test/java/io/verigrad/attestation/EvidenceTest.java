package io.verigrad.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private final Evidence evidence = new EvidenceForge().evidence();

    @Test
    void readsWhatItWrites() throws Exception {
        assertThat(Evidence.parseBase64(evidence.toBase64())).isEqualTo(evidence);
    }

    @Test
    void refusesAnotherEncodingOfTheSame() {
        String spaced = new String(evidence.encode(), StandardCharsets.UTF_8).replaceFirst(":", ": ");

        assertMalformed(spaced, "canonical");
    }

    @Test
    void refusesAnUnknownMember() {
        String extended = new String(evidence.encode(), StandardCharsets.UTF_8).replaceFirst("\\{", "{\"a\":1,");

        assertMalformed(extended, "canonical");
    }

    @Test
    void refusesAMissingMember() {
        assertMalformed("{\"format\":\"software-v1\"}", "document");
    }

    @Test
    void refusesAReceiptKeyThatIsNotOnTheCurve() {
        String other = new String(evidence.encode(), StandardCharsets.UTF_8)
                .replaceFirst("\"receiptKey\":\"0x04[0-9a-f]{128}", "\"receiptKey\":\"0x04" + "11".repeat(64));

        assertMalformed(other, "envelope");
    }

    @Test
    void refusesAnOversizedEnvelope() {
        assertMalformed(" ".repeat(Evidence.MAX_ENVELOPE + 1), "at most 262144");
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> Evidence.parseBase64("A".repeat(400_000)))
                .withMessageContaining("at most 262144");
    }

    @Test
    void refusesWhatIsNotBase64() {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> Evidence.parseBase64("%%%"))
                .withMessage("envelope: not base64");
    }

    @Test
    void refusesBase64WithStrayBits() {
        Evidence small = new Evidence(evidence.format(), Bytes.of((byte) 1), evidence.binding(), evidence.blockHash());
        String text = new String(small.encode(), StandardCharsets.UTF_8);

        assertMalformed(text.replace("\"AQ==\"", "\"AR==\""), "canonical");
    }

    private static void assertMalformed(String envelope, String message) {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> Evidence.parse(envelope.getBytes(StandardCharsets.UTF_8)))
                .withMessageStartingWith("envelope: ")
                .withMessageContaining(message);
    }
}
