package io.verigrad.x402;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged payments are refused as such: no other exception, and nothing that cannot be passed on. */
class MutatedPaymentTest {
    private static final int ROUNDS = 20_000;

    @Test
    void damageIsOnlyEverMalformedOrInvalid() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] good = Json.write(Samples.payment());

        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damage(good.clone(), random);
            assertThatCode(() -> read(damaged)).as("seed %d", seed).doesNotThrowAnyException();
        }
    }

    private static byte[] damage(byte[] json, Random random) {
        int hits = 1 + random.nextInt(3);
        for (int hit = 0; hit < hits; hit++) {
            json[random.nextInt(json.length)] = (byte) random.nextInt(256);
        }
        return json;
    }

    private static void read(byte[] json) {
        PaymentPayload payment;
        try {
            payment = PaymentHeader.payment(
                    ProtocolVersion.V2, Base64.getEncoder().encodeToString(json));
        } catch (PaymentFormatException malformed) {
            assertThat(malformed.getMessage()).isNotEmpty();
            return;
        }
        CanonicalJson.digest(payment);
        OfferMatcher.match(List.of(Samples.OFFER), payment);
        EvmSchemes.verify(payment, Samples.OFFER, facilitator -> false, Samples.CLOCK, EvmSchemes.BLOCK_MARGIN);
    }
}
