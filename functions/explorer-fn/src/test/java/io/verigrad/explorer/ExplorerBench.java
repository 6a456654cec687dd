package io.verigrad.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.value.Address;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * How long the explorer takes with a large ledger; the chain does not answer. No test, so not named like one:
 * {@code ./verigrad bench explorer} runs it.
 */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ExplorerBench {
    private static final int CALLS = Integer.getInteger("verigrad.bench.receipts", 1_000_000);
    private static final int WARM_UP = 100;
    private static final int ASKED = 300;
    private static final double LIMIT_MS = 50;

    @TestHTTPResource
    URI base = URI.create("");

    @Inject
    ManyRows many;

    @Test
    void print() throws Exception {
        many.settled(CALLS);
        Map<String, IntFunction<String>> questions = new LinkedHashMap<>();
        questions.put("the newest calls", n -> "/api/calls?limit=50");
        questions.put("calls of a payer", n -> "/api/calls?payer=" + address("payer " + n % 10_000));
        questions.put("calls of an enclave", n -> "/api/calls?enclave=" + address("enclave " + n % 20));
        questions.put("a call", n -> "/api/calls/" + Rows.hash("payment " + n));
        questions.put("a receipt", n -> "/api/receipts/" + Rows.hash("receipt " + n));
        questions.put("the newest batches", n -> "/api/batches");
        questions.put("a batch of 100", n -> "/api/batches/" + Rows.hash("root " + (n / 100 + 1)));
        questions.put("all models", n -> "/api/models");
        questions.put("a model", n -> "/api/models/" + Rows.hash("model " + n % 200));
        questions.put("what a payer spent", n -> "/api/payers/" + address("payer " + n % 10_000));
        questions.put("search: payment", n -> "/api/search?q=" + Rows.hash("payment " + n));
        questions.put("search: receipt", n -> "/api/search?q=" + Rows.hash("receipt " + n));
        questions.put("search: payer", n -> "/api/search?q=" + address("payer " + n % 10_000));
        questions.put("search: nothing", n -> "/api/search?q=" + Rows.hash("nothing " + n));
        Path file = Path.of("target", "bench", "explorer.md");
        Files.createDirectories(file.getParent());
        double slowest = 0;
        try (PrintStream out = new PrintStream(Files.newOutputStream(file));
                HttpClient http = HttpClient.newHttpClient()) {
            out.printf("%n| %,d receipts | p50 ms | p95 ms | p99 ms |%n| --- | ---: | ---: | ---: |%n", CALLS);
            for (Map.Entry<String, IntFunction<String>> question : questions.entrySet()) {
                double[] times = times(http, question.getValue());
                out.printf(
                        "| %s | %.1f | %.1f | %.1f |%n",
                        question.getKey(), times[ASKED / 2], times[ASKED * 95 / 100], times[ASKED * 99 / 100]);
                slowest = Math.max(slowest, times[ASKED * 95 / 100]);
            }
        }

        assertThat(slowest).as("the slowest p95, ms").isLessThan(LIMIT_MS);
    }

    private double[] times(HttpClient http, IntFunction<String> question) throws Exception {
        Random random = new Random(7);
        double[] times = new double[ASKED];
        for (int i = -WARM_UP; i < ASKED; i++) {
            URI target = base.resolve(question.apply(1 + random.nextInt(CALLS)));
            long before = System.nanoTime();
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(target).build(), HttpResponse.BodyHandlers.ofString());
            double millis = (System.nanoTime() - before) / 1e6;
            assertThat(answer.statusCode()).as("%s %s", target, answer.body()).isEqualTo(200);
            if (i >= 0) {
                times[i] = millis;
            }
        }
        Arrays.sort(times);
        return times;
    }

    private static Address address(String name) {
        return Rows.address(name);
    }
}
