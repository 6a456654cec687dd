package io.verigrad.client.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.client.TestEnclave;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptCodecTest {
    private static final SignedReceipt RECEIPT = TestEnclave.signed(TestEnclave.receipt(
            TestEnclave.payment(TestEnclave.hash("request")),
            TestEnclave.hash("request"),
            TestEnclave.hash("response")));

    @Test
    void readsWhatItWrites() throws Exception {
        String header = ReceiptCodec.toHeader(RECEIPT);

        assertThat(ReceiptCodec.fromHeader(header)).isEqualTo(RECEIPT);
        assertThat(ReceiptCodec.parse(header.getBytes(StandardCharsets.UTF_8))).isEqualTo(RECEIPT);
        assertThat(ReceiptCodec.parse(Json.write(RECEIPT))).isEqualTo(RECEIPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%%", "e30=", "bnVsbA==", "W10=", "{}", "{\"receipt\":{}}", "{\"domain\":1}"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> ReceiptCodec.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ReceiptFormatException.class);
    }

    @Test
    void refusesALongTextBeforeItReadsIt() {
        assertThatThrownBy(() -> ReceiptCodec.fromHeader("A".repeat(ReceiptCodec.MAX_SIZE + 1)))
                .isInstanceOf(ReceiptFormatException.class)
                .hasMessage("expected a receipt of at most 65536 bytes, found 65537");
    }

    @Test
    void mutatedBytesOnlyEverGiveTheFormatException() {
        Random random = new Random(7);
        byte[] json = Json.write(RECEIPT);
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = json.clone();
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            try {
                ReceiptCodec.fromHeader(Base64.getEncoder().encodeToString(mutated));
            } catch (ReceiptFormatException expected) {
                assertThat(expected).hasMessageNotContaining("\n");
            }
        }
    }
}
