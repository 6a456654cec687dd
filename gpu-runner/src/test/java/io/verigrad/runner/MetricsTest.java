package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.runner.standin.StandIns;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What an operator sees of calls. */
@QuarkusTest
@WithTestResource(StandIns.class)
class MetricsTest extends RunningRunner {
    private static final String CHAT = "/v1/chat/completions";

    @Test
    void countsCallsByTheNamesOfTheConventions() throws Exception {
        double before = value("gen_ai_server_request_duration_seconds_count", "embeddings", "all-minilm-l6-v2");

        assertThat(pay(EMBEDDINGS, hello()).statusCode()).isEqualTo(200);

        assertThat(value("gen_ai_server_request_duration_seconds_count", "embeddings", "all-minilm-l6-v2"))
                .isEqualTo(before + 1);
        assertThat(value("verigrad_runner_units_total", "embeddings", "all-minilm-l6-v2", "direction=\"input\""))
                .isPositive();
        assertThat(value("verigrad_runner_payment_duration_seconds_count", "embeddings", "all-minilm-l6-v2"))
                .isPositive();
        assertThat(metrics()).contains("verigrad_runner_enclave_registered 1.0", "verigrad_runner_batch_calls_count");
    }

    @Test
    void measuresTheFirstTokenOfStreams() throws Exception {
        String chat = "{\"model\":\"tiny-decoder\",\"stream\":true,\"temperature\":0,\"max_tokens\":8,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + SECRET + "\"}]}";

        assertThat(consumer.post(CHAT, chat, "PAYMENT-SIGNATURE", consumer.payment(CHAT, chat))
                        .statusCode())
                .isEqualTo(200);

        assertThat(value("gen_ai_server_time_to_first_token_seconds_count", "chat", "tiny-decoder"))
                .isPositive();
        assertThat(value("gen_ai_server_time_per_output_token_seconds_count", "chat", "tiny-decoder"))
                .isPositive();
        assertThat(metrics()).doesNotContain(SECRET);
    }

    @Test
    void anAskedPriceIsNoCall() throws Exception {
        double calls = value("gen_ai_server_request_duration_seconds_count", "infer", "iris");
        double prices = value("verigrad_runner_responses_total", "infer", "iris", "status=\"402\"");

        assertThat(consumer.post(INFER, FLOWER).statusCode()).isEqualTo(402);

        assertThat(value("gen_ai_server_request_duration_seconds_count", "infer", "iris"))
                .isEqualTo(calls);
        assertThat(value("verigrad_runner_responses_total", "infer", "iris", "status=\"402\""))
                .isEqualTo(prices + 1);
    }

    private String metrics() throws Exception {
        return new String(consumer.get("/q/metrics").body(), StandardCharsets.UTF_8);
    }

    /** The sum over all series of this operation and model. */
    private double value(String name, String operation, String model, String... more) throws Exception {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{")
                        && line.contains("gen_ai_operation_name=\"" + operation + "\"")
                        && line.contains("gen_ai_request_model=\"" + model + "\""))
                .filter(line -> java.util.Arrays.stream(more).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
