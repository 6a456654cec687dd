package io.verigrad.x402;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentHeaderTest {
    @Test
    void readsWhatItWrites() throws Exception {
        String header = PaymentHeader.encode(Samples.payment().toJson());

        assertThat(PaymentHeader.payment(ProtocolVersion.V2, header)).isEqualTo(Samples.payment());
    }

    @Test
    void readsUnpaddedBase64() throws Exception {
        assertThat(PaymentHeader.decode("eyJhIjoxMX0")).isEqualTo(Samples.json("{\"a\":11}"));
    }

    @Test
    void takesAHeaderOfTwelveKibibytes() throws Exception {
        String header = encoded("{\"a\":\"" + "x".repeat(9 << 10) + "\"}");

        assertThat(header).hasSizeGreaterThan(12 << 10);
        assertThat(PaymentHeader.decode(header).path("a").asText()).hasSize(9 << 10);
    }

    @Test
    void refusesALongerHeaderBeforeItIsDecoded() {
        String header = "!".repeat(PaymentHeader.MAX_LENGTH + 1);

        assertThatThrownBy(() -> PaymentHeader.decode(header))
                .isInstanceOf(PaymentFormatException.class)
                .hasMessage("expected a header of at most 16384 characters, found 16385");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%%", "e30-_", "{}", "A", "e30===", "e3 0=", "é"})
    void refusesWhatIsNotBase64(String header) {
        assertThatThrownBy(() -> PaymentHeader.decode(header)).isInstanceOf(PaymentFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "{\"a\":1,\"a\":2}", "nul", "[1,]", "{'a':1}"})
    void refusesWhatIsNotJson(String json) {
        assertThatThrownBy(() -> PaymentHeader.decode(encoded(json))).isInstanceOf(PaymentFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"x\"", "[]", "{}"})
    void refusesJsonThatIsNoPayment(String json) {
        assertThatThrownBy(() -> PaymentHeader.payment(ProtocolVersion.V2, encoded(json)))
                .isInstanceOf(PaymentFormatException.class);
    }

    @Test
    void refusesJsonTooDeepToBeAPayment() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);

        assertThatThrownBy(() -> PaymentHeader.decode(encoded(deep))).isInstanceOf(PaymentFormatException.class);
    }

    @Test
    void refusesAPaymentInTheHeaderOfTheOtherVersion() {
        String header = PaymentHeader.encode(Samples.payment().toJson());

        assertThatThrownBy(() -> PaymentHeader.payment(ProtocolVersion.V1, header))
                .isInstanceOfSatisfying(
                        PaymentFormatException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_X402_VERSION));
    }

    private static String encoded(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
