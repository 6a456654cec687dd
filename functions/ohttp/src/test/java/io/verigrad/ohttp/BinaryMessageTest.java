package io.verigrad.ohttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinaryMessageTest {
    private static final List<Field> FIELDS = List.of(new Field("Content-Type", "text/plain"), new Field("x", ""));

    @Test
    void readsWhatItWrote() throws OhttpException {
        BinaryRequest request =
                new BinaryRequest("POST", "https", "runner:1", "/v1/embeddings", FIELDS, text("x".repeat(20_000)));
        assertThat(BinaryRequest.parse(request.encode()))
                .usingRecursiveComparison()
                .isEqualTo(request);
        BinaryResponse response = new BinaryResponse(402, FIELDS, text("pay"));
        assertThat(BinaryResponse.parse(response.encode()))
                .usingRecursiveComparison()
                .isEqualTo(response);
    }

    @Test
    void readsAStreamedResponse() throws OhttpException {
        byte[] message = new Writer()
                .bytes(BinaryResponse.head(200, FIELDS))
                .bytes(BinaryResponse.part(text("one ")))
                .bytes(BinaryResponse.part(text("two")))
                .bytes(BinaryResponse.end())
                .toArray();
        BinaryResponse response = BinaryResponse.parse(message);
        assertThat(response.fields()).isEqualTo(FIELDS);
        assertThat(response.content()).isEqualTo(text("one two"));
    }

    /** The example of RFC 9292, section 5.1, with its padding. */
    @Test
    void readsTheStandardsRequestOfIndeterminateLength() throws OhttpException {
        BinaryRequest request = BinaryRequest.parse(HexFormat.of()
                .parseHex("0203474554056874747073000a2f68656c6c6f2e7478740a757365722d6167656e74346375726c2f"
                        + "372e31362e33206c69626375726c2f372e31362e33204f70656e53534c2f302e392e376c207a6c69"
                        + "622f312e322e3304686f73740f7777772e6578616d706c652e636f6d0f6163636570742d6c616e67"
                        + "7561676506656e2c206d6900000000000000000000000000"));
        assertThat(request.path()).isEqualTo("/hello.txt");
        assertThat(request.fields()).contains(new Field("accept-language", "en, mi"));
    }

    @Test
    void refusesEveryTruncationInsideTheHeader() {
        byte[] whole = new BinaryRequest("POST", "https", "h", "/p", FIELDS, text("body")).encode();
        int header = whole.length - 1 - 4 - 1;
        for (int length = 0; length < header; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length == 1 + 5 + 6 + 2 + 3) {
                continue; // Ends where all that follows may be empty.
            }
            assertThatThrownBy(() -> BinaryRequest.parse(cut)).isInstanceOf(OhttpException.class);
        }
    }

    @Test
    void refusesLengthsBeyondItsBounds() {
        byte[] far = HexFormat.of().parseHex("00c000000100000000");
        assertThatThrownBy(() -> BinaryRequest.parse(far)).hasMessageContaining("at most");
    }

    @Test
    void refusesAFieldThatHidesAnother() {
        byte[] message = new Writer()
                .varint(1)
                .varint(200)
                .prefixed(new Writer().prefixed("x").prefixed("a\r\ny: b").toArray())
                .varint(0)
                .varint(0)
                .toArray();
        assertThatThrownBy(() -> BinaryResponse.parse(message)).hasMessageContaining("header field");
    }

    @Test
    void refusesTheOtherKindOfMessage() {
        byte[] response = new BinaryResponse(200, List.of(), new byte[0]).encode();
        assertThatThrownBy(() -> BinaryRequest.parse(response)).hasMessageContaining("expected a request");
    }

    @Test
    void refusesWhatFollowsTheEnd() {
        byte[] message = new Writer()
                .bytes(new BinaryResponse(200, List.of(), new byte[0]).encode())
                .unsigned(1, 1)
                .toArray();
        assertThatThrownBy(() -> BinaryResponse.parse(message)).hasMessageContaining("end of the message");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
