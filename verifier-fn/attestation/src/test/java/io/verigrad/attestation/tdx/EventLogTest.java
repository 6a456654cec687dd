package io.verigrad.attestation.tdx;

import static io.verigrad.attestation.software.EvidenceForge.filled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
    private static final EventLog LOG = new EventLog(List.of(
            EventLog.Event.ofDigest(0, filled(48, 1)),
            EventLog.Event.of(2, filled(200, 2)),
            new RuntimeEvent("app-id", filled(20, 3)).event()));

    @Test
    void extendsRegistersInOrder() {
        Bytes zero = Bytes.of(new byte[48]);

        List<Bytes> registers = new EventLog(
                        List.of(EventLog.Event.ofDigest(1, filled(48, 1)), EventLog.Event.ofDigest(1, filled(48, 2))))
                .replay();

        Bytes once = EventLog.sha384(Bytes.concat(zero, filled(48, 1)));
        assertThat(registers).containsExactly(zero, EventLog.sha384(Bytes.concat(once, filled(48, 2))), zero, zero);
    }

    @Test
    void readsWhatItWrites() throws Exception {
        assertThat(EventLog.parse(LOG.encode())).isEqualTo(LOG);
        assertThat(EventLog.EMPTY.encode()).isEqualTo(Bytes.EMPTY);
        assertThat(EventLog.EMPTY.then(LOG)).isEqualTo(LOG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x",
                "0x52",
                "0x52544d52",
                "0x52544d5200",
                "0x52544d520401010099",
                "0x52544d520002010099",
                "0x52544d5200010000",
                "0x52544d520001020099",
                "0x52544d52000001009900",
                "0x52544d53000101009900"
            })
    void refusesWhatIsNoLog(String bytes) {
        assertThatExceptionOfType(EvidenceFormatException.class).isThrownBy(() -> EventLog.parse(Bytes.parse(bytes)));
    }

    @Test
    void boundsTheNumberOfEvents() {
        List<EventLog.Event> events = IntStream.range(0, 1025)
                .mapToObj(i -> EventLog.Event.of(0, Bytes.of((byte) 1)))
                .toList();
        Bytes encoded = Bytes.concat(new EventLog(events.subList(0, 1024)).encode(), Bytes.parse("0x0001010001"));

        assertThatIllegalArgumentException().isThrownBy(() -> new EventLog(events));
        assertThatExceptionOfType(EvidenceFormatException.class).isThrownBy(() -> EventLog.parse(encoded));
    }

    @Test
    void believesNoContentThatIsNotMeasured() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventLog.Event(0, filled(48, 1), filled(10, 2)));
    }

    @Test
    void namesRuntimeEventsOnlyByTheirWholeContent() {
        Bytes type = Bytes.parse("0x01000008");

        assertThat(RuntimeEvent.of(new RuntimeEvent("app-id", filled(20, 3)).event()))
                .contains(new RuntimeEvent("app-id", filled(20, 3)));
        assertThat(RuntimeEvent.of(event(3, type, ":a:b:c")))
                .contains(new RuntimeEvent("a", Bytes.of("b:c".getBytes(StandardCharsets.US_ASCII))));
        assertThat(RuntimeEvent.of(event(2, type, ":a:"))).isEmpty();
        assertThat(RuntimeEvent.of(event(3, type, ":a"))).isEmpty();
        assertThat(RuntimeEvent.of(event(3, type, "::"))).isEmpty();
        assertThat(RuntimeEvent.of(event(3, type, ":a b:"))).isEmpty();
        assertThat(RuntimeEvent.of(event(3, Bytes.parse("0x02000008"), ":a:"))).isEmpty();
        assertThat(RuntimeEvent.of(EventLog.Event.ofDigest(3, filled(48, 1)))).isEmpty();
    }

    private static EventLog.Event event(int register, Bytes type, String rest) {
        return EventLog.Event.of(register, Bytes.concat(type, Bytes.of(rest.getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void readsTheLogOfAFirmware() throws Exception {
        Bytes measured = filled(10, 7);
        Bytes log = Bytes.concat(
                header(),
                firmware(1, 0x80000001, EventLog.sha384(measured), measured),
                firmware(2, 3, filled(48, 9), filled(4, 9)),
                firmware(4, 0x0d, filled(48, 8), filled(4, 8)),
                Bytes.of(new byte[64]));

        assertThat(CcelReader.read(log).events())
                .containsExactly(EventLog.Event.of(0, measured), EventLog.Event.ofDigest(3, filled(48, 8)));
    }

    @Test
    void refusesFirmwareLogsThatAreCutOrOfOtherRegisters() {
        Bytes log = Bytes.concat(header(), firmware(1, 1, filled(48, 1), filled(20, 2)));
        for (int size = 0; size < log.size(); size++) {
            Bytes cut = log.slice(0, size);
            if (size != header().size() && size < header().size() || size > header().size() + 7) {
                assertThatExceptionOfType(EvidenceFormatException.class).isThrownBy(() -> CcelReader.read(cut));
            }
        }
        for (int register : new int[] {0, 5}) {
            Bytes other = Bytes.concat(header(), firmware(register, 1, filled(48, 1), Bytes.EMPTY));
            assertThatExceptionOfType(EvidenceFormatException.class).isThrownBy(() -> CcelReader.read(other));
        }
    }

    private static Bytes header() {
        return Bytes.concat(
                Bytes.parse("0x0100000003000000"),
                Bytes.of(new byte[20]),
                Bytes.parse("0x21000000"),
                Bytes.of("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII)),
                Bytes.parse("0x0000000000020002010000000c00300000"));
    }

    private static Bytes firmware(int register, int type, Bytes digest, Bytes content) {
        return Bytes.of(ByteBuffer.allocate(66 + content.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(register)
                .putInt(type)
                .putInt(1)
                .putShort((short) 0x0c)
                .put(digest.toArray())
                .putInt(content.size())
                .put(content.toArray())
                .array());
    }

    @Test
    void computesTheDigestsOfRuntimeEventsItself() throws Exception {
        String log = """
                [{"imr":0,"event_type":1,"digest":"%s","event":"","event_payload":"00"},
                 {"imr":3,"event_type":134217729,"digest":"%s","event":"app-id","event_payload":"0303"}]""".formatted("11".repeat(48), "22".repeat(48));

        EventLog read = RuntimeLogReader.read(Bytes.of(log.getBytes(StandardCharsets.UTF_8)));

        assertThat(read.events())
                .containsExactly(
                        EventLog.Event.ofDigest(0, filled(48, 0x11)), new RuntimeEvent("app-id", filled(2, 3)).event());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[1]",
                "[{}]",
                "[{\"imr\":4,\"digest\":\"00\",\"event_payload\":\"\"}]",
                "[{\"imr\":3,\"event\":\"a:b\",\"event_payload\":\"\"}]"
            })
    void refusesRuntimeLogsOfAnotherForm(String json) {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> RuntimeLogReader.read(Bytes.of(json.getBytes(StandardCharsets.UTF_8))));
    }
}
