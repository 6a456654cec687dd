package io.verigrad.attestation.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cbor.CborReader;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.attestation.cbor.CborWriter;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.value.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttestationDocumentTest {
    private static final AttestationDocument DOCUMENT = new AttestationDocument(
            "i-1234",
            Instant.ofEpochMilli(1_700_000_000_123L),
            new TreeMap<>(Map.of(0, EvidenceForge.filled(48, 1), 31, EvidenceForge.filled(32, 2))),
            EvidenceForge.filled(600, 3),
            List.of(EvidenceForge.filled(500, 4), EvidenceForge.filled(501, 5)),
            EvidenceForge.filled(65, 6),
            Bytes.EMPTY,
            EvidenceForge.filled(32, 7));

    @Test
    void readsWhatItWrites() throws Exception {
        assertThat(AttestationDocument.parse(DOCUMENT.encode())).isEqualTo(DOCUMENT);
    }

    @Test
    void readsAnIndefiniteMap() throws Exception {
        byte[] definite = DOCUMENT.encode().toArray();
        definite[0] = (byte) 0xbf;

        Bytes indefinite = Bytes.concat(Bytes.of(definite), Bytes.of((byte) 0xff));

        assertThat(AttestationDocument.parse(indefinite)).isEqualTo(DOCUMENT);
    }

    @Test
    void ignoresUnknownMembersAndTakesAbsentForNull() throws Exception {
        Bytes changed = with(members -> {
            members.remove(CborValue.of("user_data"));
            members.put(CborValue.of("new"), CborValue.of(1));
        });

        assertThat(AttestationDocument.parse(changed)).isEqualTo(DOCUMENT);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("module_id", CborValue.of("")),
                Arguments.of("module_id", new CborValue.Null()),
                Arguments.of("digest", CborValue.of("SHA256")),
                Arguments.of("timestamp", CborValue.of(-1)),
                Arguments.of("timestamp", CborValue.of(Long.MAX_VALUE)),
                Arguments.of("timestamp", CborValue.of("now")),
                Arguments.of("pcrs", new CborValue.CborMap(Map.of())),
                Arguments.of("pcrs", registers(CborValue.of(32), 48)),
                Arguments.of("pcrs", registers(CborValue.of(-1), 48)),
                Arguments.of("pcrs", registers(CborValue.of("0"), 48)),
                Arguments.of("pcrs", registers(CborValue.of(0), 20)),
                Arguments.of("pcrs", registers(CborValue.of(0), 40)),
                Arguments.of("pcrs", registers(CborValue.of(0), 80)),
                Arguments.of("certificate", CborValue.of(Bytes.EMPTY)),
                Arguments.of("certificate", CborValue.of(EvidenceForge.filled(1025, 1))),
                Arguments.of("cabundle", new CborValue.Array(List.of())),
                Arguments.of("cabundle", new CborValue.Array(repeated(6))),
                Arguments.of("cabundle", new CborValue.Array(List.of(CborValue.of(1)))),
                Arguments.of("public_key", CborValue.of(EvidenceForge.filled(1025, 1))),
                Arguments.of("user_data", CborValue.of("text")),
                Arguments.of("nonce", CborValue.of(7)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void namesTheMemberThatIsMalformed(String member, CborValue value) throws Exception {
        Bytes changed = with(members -> members.put(CborValue.of(member), value));

        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> AttestationDocument.parse(changed))
                .satisfies(e -> assertThat(e.field()).isEqualTo(member));
    }

    @Test
    void refusesWhatIsNoMap() {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> AttestationDocument.parse(Bytes.of((byte) 1)))
                .withMessage("payload: expected a map");
    }

    private static Bytes with(java.util.function.Consumer<Map<CborValue, CborValue>> change) throws Exception {
        CborValue.CborMap map = (CborValue.CborMap) CborReader.read("test", DOCUMENT.encode());
        Map<CborValue, CborValue> members = new LinkedHashMap<>(map.entries());
        change.accept(members);
        return CborWriter.write(new CborValue.CborMap(members));
    }

    private static CborValue registers(CborValue index, int size) {
        return new CborValue.CborMap(Map.of(index, CborValue.of(EvidenceForge.filled(size, 1))));
    }

    private static List<CborValue> repeated(int count) {
        List<CborValue> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(CborValue.of(EvidenceForge.filled(3, i + 1)));
        }
        return values;
    }
}
