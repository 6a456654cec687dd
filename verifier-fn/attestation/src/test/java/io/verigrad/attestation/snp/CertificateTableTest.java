package io.verigrad.attestation.snp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CertificateTableTest {
    private final Bytes root = new SnpForge().root().der();

    @Test
    void readsDerAndPemAndPadding() throws Exception {
        Bytes table = ReportBytes.table(Map.of(CertificateTable.ARK, root));

        assertThat(CertificateTable.parse(table).find(CertificateTable.ARK)).isPresent();
        assertThat(CertificateTable.parse(Bytes.concat(table, Bytes.of(new byte[100]))))
                .isEqualTo(CertificateTable.parse(table));
        assertThat(CertificateTable.parse(ReportBytes.table(Map.of(CertificateTable.ARK, pem(root)))))
                .isEqualTo(CertificateTable.parse(table));
        assertThat(CertificateTable.parse(Bytes.EMPTY).find(CertificateTable.ARK))
                .isEmpty();
    }

    @Test
    void refusesATableWithoutAnEnd() {
        assertMalformed(Bytes.of(new byte[23]), "an end");
        assertMalformed(ReportBytes.table(Map.of(CertificateTable.ARK, root)).slice(0, 30), "bytes of the table");
    }

    @Test
    void refusesTooManyEntries() {
        Map<Bytes, Bytes> many = new LinkedHashMap<>();
        for (int i = 1; i <= 9; i++) {
            many.put(Bytes.concat(Bytes.of((byte) i), Bytes.of(new byte[15])), root);
        }

        assertMalformed(ReportBytes.table(many), "at most 8 entries");
    }

    @Test
    void refusesOffsetsOutsideAndOverlaps() {
        assertMalformed(changed(16, 1_000_000), "bytes of the table");
        assertMalformed(changed(16, -1), "bytes of the table");
        assertMalformed(changed(16, Integer.MAX_VALUE), "bytes of the table");
        assertMalformed(changed(20, 0), "bytes of the table");
        assertMalformed(changed(20, 5000), "bytes of the table");
        assertMalformed(changed(16, 24), "do not overlap");
    }

    @Test
    void refusesBytesThatNoEntryNames() {
        Bytes table = ReportBytes.table(Map.of(CertificateTable.ARK, root));

        assertMalformed(Bytes.concat(table, Bytes.of((byte) 1)), "expected zero");
        assertMalformed(changed(40, 1), "bytes of the table");
    }

    @Test
    void refusesAnEntryThatIsThereTwice() {
        Bytes table =
                ReportBytes.table(new LinkedHashMap<>(Map.of(CertificateTable.ARK, root, CertificateTable.ASK, root)));
        byte[] twice = table.toArray();
        System.arraycopy(twice, 0, twice, 24, 16);

        assertMalformed(Bytes.of(twice), "once");
    }

    @Test
    void refusesWhatIsNoCertificate() {
        Bytes text = Bytes.of("-----BEGIN PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII));

        assertMalformed(ReportBytes.table(Map.of(CertificateTable.ARK, Bytes.of((byte) 1))), "not a certificate");
        assertMalformed(ReportBytes.table(Map.of(CertificateTable.ARK, text)), "one PEM certificate");
        assertMalformed(
                ReportBytes.table(Map.of(CertificateTable.ARK, Bytes.concat(pem(root), pem(root)))), "PEM certificate");
        assertMalformed(
                ReportBytes.table(Map.of(CertificateTable.ARK, Bytes.concat(root, Bytes.of((byte) 0)))),
                "nothing else");
    }

    @Test
    void looksIntoNoEntryOfTheHost() throws Exception {
        Bytes own = Bytes.parse("0xecae0c0f950243b1afa20ae2e0d565b6");

        CertificateTable table = CertificateTable.parse(
                ReportBytes.table(new LinkedHashMap<>(Map.of(own, Bytes.of((byte) 1), CertificateTable.ARK, root))));

        assertThat(table.find(own)).isEmpty();
        assertThat(table.find(CertificateTable.ARK)).isPresent();
    }

    private Bytes changed(int at, int value) {
        byte[] table = ReportBytes.table(Map.of(CertificateTable.ARK, root)).toArray();
        ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return Bytes.of(table);
    }

    private static Bytes pem(Bytes der) {
        return Bytes.of(("-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toArray())
                        + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertMalformed(Bytes table, String message) {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> CertificateTable.parse(table))
                .withMessageStartingWith("certificates")
                .withMessageContaining(message);
    }
}
