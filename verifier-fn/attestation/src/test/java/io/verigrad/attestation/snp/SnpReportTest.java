package io.verigrad.attestation.snp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnpReportTest {
    private final SnpForge forge = new SnpForge();

    @ParameterizedTest
    @CsvSource({
        "3, 0x00, 1, version",
        "3, 0x00, 6, version",
        "3, 0x34, 2, signature_algo",
        "3, 0x0a, 0, policy",
        "3, 0x0b, 4, policy",
        "3, 0x0f, 1, policy",
        "3, 0x30, 4, vmpl",
        "3, 0x33, 0xff, vmpl",
        "3, 0x40, 0x40, platform_info",
        "3, 0x41, 1, platform_info",
        "3, 0x48, 0x08, key_info",
        "3, 0x48, 0x1c, key_info",
        "3, 0x48, 0x20, key_info",
        "3, 0x4c, 1, report at offset 76",
        "2, 0x188, 0x19, report at offset 392",
        "3, 0x18b, 1, report at offset 395",
        "3, 0x1eb, 1, report at offset 491",
        "3, 0x1ef, 1, report at offset 495",
        "4, 0x1f8, 1, report at offset 504",
        "5, 0x208, 1, report at offset 520",
        "5, 0x29f, 1, report at offset 520",
        "3, 0x2d0, 1, signature r",
        "3, 0x318, 1, signature s",
        "3, 0x330, 1, report at offset 816",
        "3, 0x49f, 1, report at offset 816"
    })
    void refusesWhatTheLayoutForbids(int version, String offset, String value, String field) {
        forge.version = version;
        forge.afterSigning =
                r -> r[Integer.decode(offset)] = Integer.decode(value).byteValue();

        assertMalformed(forge.report(), field);
    }

    @ParameterizedTest
    @CsvSource({"0x182, reported_tcb", "0x1e2, committed_tcb", "0x3d, current_tcb", "0x1f5, launch_tcb"})
    void refusesReservedBytesOfVersions(String offset, String field) {
        forge.report = r -> r[Integer.decode(offset)] = 1;
        SnpForge turin = SnpForge.turin();
        turin.report = r -> r[Integer.decode(offset) / 8 * 8 + 6] = 1;

        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(forge::appraise)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(turin::appraise)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void refusesAnotherSize() {
        Bytes report = forge.report();

        assertMalformed(report.slice(0, 1183), "report");
        assertMalformed(Bytes.concat(report, Bytes.of((byte) 0)), "report");
    }

    @Test
    void saysWhetherAKeySignedIt() throws Exception {
        SnpReport report = SnpReport.parse(forge.report());

        assertThat(report.isSignedBy(SnpForge.OTHER_KEY.getPublic())).isFalse();
        assertThat(report.isSignedBy(
                        io.verigrad.attestation.pki.CertificateForge.rsa(2048).getPublic()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0x19, 0x00, Milan",
        "0x19, 0x01, Milan",
        "0x19, 0x11, Genoa",
        "0x19, 0xa0, Genoa",
        "0x1a, 0x02, Turin",
        "0x1a, 0x11, Turin",
        "0x19, 0x21, ''",
        "0x1a, 0x44, ''",
        "0x17, 0x31, ''"
    })
    void knowsTheProcessors(String family, String model, String product) {
        assertThat(Product.ofProcessor(Integer.decode(family), Integer.decode(model))
                        .map(Product::title)
                        .orElse(""))
                .isEqualTo(product);
    }

    private static void assertMalformed(Bytes report, String field) {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> SnpReport.parse(report))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }
}
