package io.verigrad.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.client.CallOutcome.Reason;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class X402ClientTest {
    private static final Bytes REQUEST = Bytes.of("{\"input\":\"hello\"}".getBytes(StandardCharsets.UTF_8));

    private final BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(10), 100_000);
    private FakeRunner server;

    @BeforeEach
    void start() throws Exception {
        server = new FakeRunner();
        server.withoutReceipts = true;
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @Test
    void paysOnceAndHandsOverWhatCame() {
        assertThat(client(1_000).post(server.target(), REQUEST))
                .isInstanceOfSatisfying(Purchase.Bought.class, bought -> {
                    assertThat(bought.status()).isEqualTo(200);
                    assertThat(bought.body()).isEqualTo(Bytes.of(FakeRunner.ANSWER));
                    assertThat(bought.settlement()).isPresent();
                });
        assertThat(server.statuses()).containsExactly(402, 200);
    }

    @Test
    void paysNothingThatCostsMoreThanAllowed() {
        assertThat(client(999).post(server.target(), REQUEST))
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_ACCEPTABLE_OFFER));
        assertThat(server.statuses()).containsExactly(402);
    }

    @Test
    void paysNobodyWhoDoesNotAsk() {
        server.firstStatus = Optional.of(200);

        assertThat(client(1_000).post(server.target(), REQUEST)).isInstanceOf(Purchase.Unpaid.class);
    }

    @Test
    void paysNoSecondTimeWhenThePaymentIsRefused() {
        server.paidStatus = Optional.of(402);

        assertThat(client(1_000).post(server.target(), REQUEST))
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.PAYMENT_REFUSED));
        assertThat(server.statuses()).containsExactly(402, 402);
    }

    @Test
    void saysThatNothingWasPaidWhenNobodyAnswers() {
        assertThat(client(1_000).post(URI.create("http://127.0.0.1:1/"), REQUEST))
                .isInstanceOfSatisfying(
                        Purchase.Unreachable.class,
                        unreachable -> assertThat(unreachable.paymentSent()).isFalse());
    }

    private X402Client client(int most) {
        return new X402Client(
                TestEnclave.NETWORK.chainId(),
                ClientPolicy.of(Set.of(TestEnclave.USDC), TokenAmount.of(most)),
                http,
                TestEnclave.PAYER,
                new Random(7),
                TestEnclave.CLOCK);
    }
}
