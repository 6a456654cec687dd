package io.verigrad.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.ContentHash;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTextTest {
    private static final Hash32 REQUEST = ContentHash.request("POST", "/v1/chat/completions", new byte[0]);

    private final StringBuilder shown = new StringBuilder();

    @Test
    void showsWhatIsSignedAndNoMore() {
        LiveText live = trusting(TestEnclave.ENCLAVE);

        List<String> events = TestStream.events(REQUEST, 4, TestEnclave.ENCLAVE);
        give(live, events.subList(0, 2));
        assertThat(shown).isEmpty();
        give(live, events.subList(2, 4));
        assertThat(shown).hasToString("piece 0 piece 1 ");
        give(live, events.subList(4, events.size()));
        assertThat(shown).hasToString("piece 0 piece 1 ");

        live.end(Bytes.EMPTY);
        assertThat(shown).hasToString("piece 0 piece 1 piece 2 piece 3 ");
    }

    @Test
    void showsNothingThatAnUnknownKeySigned() {
        LiveText live = trusting(TestEnclave.STRANGER);

        give(live, TestStream.events(REQUEST, 4, TestEnclave.ENCLAVE));

        assertThat(shown).isEmpty();
    }

    @Test
    void showsNothingMoreOnceAnEventWasChanged() {
        LiveText live = trusting(TestEnclave.ENCLAVE);
        List<String> events = TestStream.events(REQUEST, 4, TestEnclave.ENCLAVE).stream()
                .map(event -> event.replace("piece 1", "piece !"))
                .toList();

        give(live, events);

        assertThat(shown).isEmpty();
    }

    @Test
    void showsAnAnswerThatCameAsAWholeOnceItIsVerified() {
        LiveText live = trusting(TestEnclave.ENCLAVE);
        String body = String.join(
                "",
                TestStream.events(REQUEST, 2, TestEnclave.ENCLAVE).stream()
                        .map(event -> "data: " + event + "\n\n")
                        .toList());

        live.end(Bytes.of(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(shown).hasToString("piece 0 piece 1 ");
    }

    private LiveText trusting(PrivateKey key) {
        return new LiveText(REQUEST, TestEnclave.DOMAIN, key.address()::equals, shown::append);
    }

    private static void give(LiveText live, List<String> events) {
        events.forEach(event -> live.event(event.getBytes(StandardCharsets.UTF_8)));
    }
}
