package io.verigrad.client.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.client.TestEnclave;
import io.verigrad.client.TestStream;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {
    private static final Hash32 REQUEST = ContentHash.request("POST", "/v1/chat/completions", new byte[0]);

    @Test
    void takesAnHonestStream() {
        AnswerStream stream = read(TestStream.events(REQUEST, 4, TestEnclave.ENCLAVE));

        assertThat(stream.violationsAtEnd()).isEmpty();
        SignedReceipt receipt = stream.receipt().orElseThrow();
        assertThat(receipt.receipt().responseHash()).isEqualTo(stream.link());
        assertThat(stream.signed().orElseThrow().link().events()).isEqualTo(2);
    }

    @Test
    void seesThatAStreamWasCutAndKeepsWhatWasSigned() {
        List<String> events = TestStream.events(REQUEST, 4, TestEnclave.ENCLAVE);

        AnswerStream stream = read(events.subList(0, 3));

        assertThat(stream.violations()).isEmpty();
        assertThat(stream.violationsAtEnd()).extracting(Violation::code).containsExactly(ViolationCode.STREAM_CUT);
        assertThat(stream.violationsAtEnd().getFirst().detail()).contains("after 3 events", "2 of them are signed");
        // Without [DONE] nobody knows whether more was to come.
        assertThat(read(events.subList(0, 5)).violationsAtEnd())
                .extracting(Violation::code)
                .containsExactly(ViolationCode.STREAM_CUT);
    }

    @Test
    void seesAnEventThatWasLeftOutChangedOrAddedBeforeTheStreamEnds() {
        List<String> events = TestStream.events(REQUEST, 4, TestEnclave.ENCLAVE);
        List<String> without = new ArrayList<>(events.subList(0, 3));
        without.remove(1);
        List<String> changed = new ArrayList<>(events.subList(0, 3));
        changed.set(1, changed.get(1).replace("piece 1", "piece !"));
        List<String> twice = new ArrayList<>(events.subList(0, 2));
        twice.add(twice.get(1));

        for (List<String> wrong : List.of(without, changed, twice)) {
            assertThat(read(wrong).violations()).extracting(Violation::code).contains(ViolationCode.STREAM_BROKEN);
        }
    }

    @Test
    void wantsOneKeyForLinksAndReceipt() {
        assertThat(read(TestStream.events(REQUEST, 4, TestEnclave.STRANGER)).violationsAtEnd())
                .extracting(Violation::code)
                .containsExactly(ViolationCode.STREAM_BROKEN);
    }

    @Test
    void believesNoUsageThatTheReceiptDoesNotSign() {
        List<String> events = new ArrayList<>(TestStream.events(REQUEST, 1, TestEnclave.ENCLAVE));
        int last = events.size() - 2;
        events.set(last, events.get(last).replaceAll("\"prompt_tokens\":[0-9]+", "\"prompt_tokens\":77"));

        assertThat(read(events).violationsAtEnd())
                .extracting(Violation::code)
                .containsExactly(ViolationCode.STREAM_BROKEN);
    }

    @Test
    void takesNothingThatAReaderOfEventsSeesAndTheChainDoesNot() {
        String honest = text(TestStream.events(REQUEST, 2, TestEnclave.ENCLAVE));

        for (String more :
                List.of("data:{}\n\n", "event: x\ndata: {}\n\n", "data: {}\ndata: {}\n\n", ":x\ndata:{}\n\n")) {
            assertThat(AnswerStream.read((more + honest).getBytes(StandardCharsets.UTF_8), REQUEST, TestEnclave.DOMAIN)
                            .violations())
                    .as(more)
                    .isNotEmpty();
        }
        assertThat(AnswerStream.read(
                                (": wait\n\n" + honest).getBytes(StandardCharsets.UTF_8), REQUEST, TestEnclave.DOMAIN)
                        .violationsAtEnd())
                .isEmpty();
    }

    @Test
    void takesNothingAfterTheReceipt() {
        List<String> events = new ArrayList<>(TestStream.events(REQUEST, 2, TestEnclave.ENCLAVE));
        events.add(events.size() - 1, "{}");
        assertThat(read(events).violations()).hasSize(1);
        events.add("{}");
        assertThat(read(events).violations()).hasSize(2);
    }

    private static AnswerStream read(List<String> events) {
        return AnswerStream.read(text(events).getBytes(StandardCharsets.UTF_8), REQUEST, TestEnclave.DOMAIN);
    }

    private static String text(List<String> events) {
        return String.join(
                "", events.stream().map(event -> "data: " + event + "\n\n").toList());
    }
}
