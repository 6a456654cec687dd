package io.verigrad.devnet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two processes of the facilitator with one database and one account, as production runs them. */
class TwoInstancesTest {
    private static final int PAYMENTS = 24;

    @Test
    void settleAPaymentThatIsReplayedOnBothAtOnceOnce() throws Exception {
        SignedPayments payments = new SignedPayments(29);
        try (BenchNetwork network =
                        BenchNetwork.start(Path.of("../..").toAbsolutePath().normalize(), payments.payers());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Subject first = network.ours();
            Subject second = network.ours();
            List<byte[]> bodies = payments.sign(PAYMENTS);
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (byte[] body : bodies) {
                answers.add(threads.submit(() -> settle(first, body)));
                answers.add(threads.submit(() -> settle(second, body)));
            }

            for (int i = 0; i < PAYMENTS; i++) {
                JsonNode settled = settle(first, bodies.get(i));
                assertThat(settled.path("success").asBoolean())
                        .as(settled.toString())
                        .isTrue();
                String transaction = settled.path("transaction").asText();
                for (Future<JsonNode> answer : answers.subList(2 * i, 2 * i + 2)) {
                    assertThat(answer.get().path("success").asBoolean()
                                    || answer.get().path("errorReason").asText().equals("settlement_pending"))
                            .as(answer.get().toString())
                            .isTrue();
                    assertThat(answer.get().path("transaction").asText()).isEqualTo(transaction);
                }
            }
            assertThat(network.balanceOf(SignedPayments.PAYEE))
                    .isEqualTo(TokenAmount.of(
                            PAYMENTS * SignedPayments.PRICE.value().longValueExact()));
        }
    }

    private static JsonNode settle(Subject instance, byte[] body) throws Exception {
        try (Connection connection = new Connection(instance.url())) {
            return Json.read(connection.post("/settle", body, "").getBytes(StandardCharsets.UTF_8), JsonNode.class);
        }
    }
}
