package io.verigrad.ohttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealingTest {
    private static final byte[] REQUEST = text("a request");
    private final SecureRandom random = new SecureRandom();
    private final Gateway gateway = new Gateway(7, new X25519PrivateKeyParameters(random), random);
    private final RequestSealer client = new RequestSealer(gateway.config());

    @ParameterizedTest
    @EnumSource
    void goesThereAndBack(Framing framing) throws OhttpException {
        SealedRequest sealed = client.seal(REQUEST, framing);
        Gateway.Opened opened = gateway.open(sealed.message(), framing);
        assertThat(opened.request()).isEqualTo(REQUEST);
        byte[] response = opened.response().seal(text("a response"));
        assertThat(sealed.response().open(response)).isEqualTo(text("a response"));
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryChangedOrTruncatedRequest(Framing framing) {
        byte[] message = client.seal(REQUEST, framing).message();
        for (int at = 0; at < message.length; at++) {
            byte[] changed = message.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> gateway.open(changed, framing)).isInstanceOf(OhttpException.class);
            byte[] cut = Arrays.copyOf(message, at);
            assertThatThrownBy(() -> gateway.open(cut, framing)).isInstanceOf(OhttpException.class);
        }
    }

    @Test
    void refusesARequestOfTheOtherFraming() {
        byte[] whole = client.seal(REQUEST, Framing.WHOLE).message();
        byte[] chunked = client.seal(REQUEST, Framing.CHUNKED).message();
        assertThatThrownBy(() -> gateway.open(whole, Framing.CHUNKED)).isInstanceOf(OhttpException.class);
        assertThatThrownBy(() -> gateway.open(chunked, Framing.WHOLE)).isInstanceOf(OhttpException.class);
    }

    @Test
    void refusesAPointOfLowOrder() {
        byte[] message = client.seal(REQUEST, Framing.WHOLE).message();
        Arrays.fill(message, 7, 39, (byte) 0);
        assertThatThrownBy(() -> gateway.open(message, Framing.WHOLE)).isInstanceOf(OhttpException.class);
    }

    @Test
    void opensChunksAsTheyComeHoweverTheyAreCut() throws OhttpException {
        SealedRequest sealed = client.seal(REQUEST, Framing.CHUNKED);
        byte[] response = threeChunks(sealed);
        List<String> seen = new ArrayList<>();
        for (byte each : response) {
            for (byte[] chunk : sealed.response().feed(new byte[] {each})) {
                seen.add(new String(chunk, StandardCharsets.UTF_8));
            }
        }
        assertThat(seen).containsExactly("one", "two".repeat(100));
        assertThat(sealed.response().end()).isEqualTo(text("three"));
    }

    @Test
    void noticesAResponseThatWasCutBetweenChunks() throws OhttpException {
        SealedRequest sealed = client.seal(REQUEST, Framing.CHUNKED);
        byte[] response = threeChunks(sealed);
        sealed.response().feed(Arrays.copyOf(response, response.length - 1 - 5 - 16));
        assertThatThrownBy(() -> sealed.response().end())
                .isInstanceOf(OhttpException.class)
                .hasMessageContaining("last chunk");
    }

    @Test
    void noticesAChunkThatWasMadeTheLast() throws OhttpException {
        SealedRequest sealed = client.seal(REQUEST, Framing.CHUNKED);
        ResponseSealer sealer = gateway.open(sealed.message(), Framing.CHUNKED).response();
        byte[] start = sealer.start();
        byte[] chunk = sealer.chunk(text("one"));
        chunk[0] = 0;
        sealed.response().feed(start);
        sealed.response().feed(chunk);
        assertThatThrownBy(() -> sealed.response().end()).isInstanceOf(OhttpException.class);
    }

    @Test
    void noticesChunksInAnotherOrder() throws OhttpException {
        SealedRequest sealed = client.seal(REQUEST, Framing.CHUNKED);
        ResponseSealer sealer = gateway.open(sealed.message(), Framing.CHUNKED).response();
        byte[] start = sealer.start();
        sealer.chunk(text("one"));
        byte[] second = sealer.chunk(text("two"));
        sealed.response().feed(start);
        assertThatThrownBy(() -> sealed.response().feed(second)).isInstanceOf(OhttpException.class);
    }

    @Test
    void doesNotOpenTheResponseToAnotherRequest() throws OhttpException {
        byte[] response = gateway.open(client.seal(REQUEST, Framing.WHOLE).message(), Framing.WHOLE)
                .response()
                .seal(text("a response"));
        SealedRequest other = client.seal(REQUEST, Framing.WHOLE);
        assertThatThrownBy(() -> other.response().open(response)).isInstanceOf(OhttpException.class);
    }

    @Test
    void saysWhenTheKeyIsAnother() {
        Gateway next = new Gateway(8, new X25519PrivateKeyParameters(random), random);
        byte[] message = client.seal(REQUEST, Framing.WHOLE).message();
        assertThatThrownBy(() -> next.open(message, Framing.WHOLE))
                .hasMessageContaining("expected key 8")
                .matches(problem -> ((OhttpException) problem).keyUnknown());
    }

    private byte[] threeChunks(SealedRequest sealed) throws OhttpException {
        ResponseSealer sealer = gateway.open(sealed.message(), Framing.CHUNKED).response();
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.writeBytes(sealer.start());
        response.writeBytes(sealer.chunk(text("one")));
        response.writeBytes(sealer.chunk(text("two".repeat(100))));
        response.writeBytes(sealer.last(text("three")));
        return response.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
