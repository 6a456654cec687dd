package io.verigrad.attestation.nvidia;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpdmReportTest {
    private final GpuForge forge = new GpuForge();

    @Test
    void readsRequestBlocksAndOpaqueFields() throws Exception {
        SpdmReport report = SpdmReport.parse(forge.report());

        assertThat(report.nonce()).isEqualTo(forge.nonce.bytes());
        assertThat(report.measurements()).hasSize(64).containsEntry(8, filled(48, 8));
        assertThat(report.opaque().driverVersion()).isEqualTo("550.90.07");
        assertThat(report.opaque().biosVersion()).isEqualTo("96.00.9F.00.01");
        assertThat(report.opaque().decoder()).contains(false);
        assertThat(report.opaque().firmwareId()).contains(filled(48, 0x71));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0x12",
        "1, 0xe1",
        "2, 0x00",
        "3, 0x01",
        "36, 0x01",
        "37, 0x12",
        "38, 0x61",
        "40, 0x01",
        "41, 0x3f",
        "42, 0xc1",
        "43, 0x0e",
        "45, 0x00",
        "45, 0x02",
        "46, 0x02",
        "47, 0x34",
        "49, 0x81",
        "50, 0x20"
    })
    void refusesAnotherLayout(int at, String value) {
        byte[] report = forge.report().toArray();
        report[at] = (byte) (int) Integer.decode(value);

        assertThatExceptionOfType(EvidenceFormatException.class).isThrownBy(() -> SpdmReport.parse(Bytes.of(report)));
    }

    @Test
    void refusesFieldsThatComeTwiceOrBehindTheEnd() {
        byte[] report = forge.report().toArray();
        Bytes longer = Bytes.concat(Bytes.of(report), Bytes.of((byte) 0));
        forge.beforeSigning = bytes -> {
            byte[] twice = bytes.clone();
            int last = twice.length - 52;
            twice[last] = 18;
            return twice;
        };

        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> SpdmReport.parse(longer))
                .withMessageContaining("expected the end");
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> SpdmReport.parse(forge.report()))
                .withMessageContaining("18 again");
    }

    @ParameterizedTest
    @CsvSource({"11, 0x54", "11, 0xaaaa", "3, 0x3530300a", "6, 0x2f"})
    void refusesOpaqueFieldsThatMeanNothing(int type, String value) {
        forge.opaque.put(type, Bytes.parse(value));

        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> SpdmReport.parse(forge.report()))
                .withMessageStartingWith("opaque field " + type);
    }

    @Test
    void refusesChainsThatAreNotOfADevice() {
        forge.leaf = c -> c.subject = "CN=somebody";

        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(forge::verify)
                .withMessageContaining("firmware key");
    }
}
