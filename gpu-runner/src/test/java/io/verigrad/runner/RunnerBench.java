package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.runner.bench.EncoderBench;
import io.verigrad.runner.bench.RawModel;
import io.verigrad.runner.bench.Rounds;
import io.verigrad.runner.execution.TextTokenizer;
import io.verigrad.runner.generation.GenerationBench;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.samples.SampleModels;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The runner beside ONNX Runtime in a plain loop, in one process. Payment and bus are stand-ins on the loopback interface.
 * No test, so not named like one: {@code ./verigrad bench runner} runs it.
 */
@QuarkusTest
@WithTestResource(StandIns.class)
class RunnerBench extends RunningRunner {
    private static final String TEXT = "Trust is good, a receipt is better.";
    private static final String BODY =
            "{\"model\":\"all-minilm-l6-v2\",\"encoding_format\":\"base64\",\"input\":\"" + TEXT + "\"}";
    private static final Pattern TIMES = Pattern.compile("run;dur=([0-9.]+), pay;dur=([0-9.]+)");
    private static final int SINGLE = 300;
    private static final int WARM_UP = 200;
    private static final int AT_ONCE = 32;
    private static final int CALLS = 192;
    private static final int ROUNDS = 5;

    @Test
    void print() throws Exception {
        Path file = Path.of("target", "bench", "runner.md");
        Files.createDirectories(file.getParent());
        try (PrintStream out = new PrintStream(Files.newOutputStream(file));
                RawModel raw = new RawModel(
                        SampleStore.written().resolve(SampleModels.MINILM).resolve("model.onnx"));
                TextTokenizer tokenizer = TextTokenizer.load(ByteBuffer.wrap(Files.readAllBytes(
                        SampleStore.written().resolve(SampleModels.MINILM).resolve("tokenizer.json"))))) {
            long[] tokens = tokenizer.encode(TEXT);
            single(out, raw, tokens);
            saturated(out, raw, tokens);
            EncoderBench.print(out);
            GenerationBench.print(out);
        }
    }

    /** One call after another, each beside a run in a plain loop. */
    private void single(PrintStream out, RawModel raw, long[] tokens) throws Exception {
        double[][] found = new double[4][SINGLE];
        for (int i = -WARM_UP; i < SINGLE; i++) {
            String payment = consumer.payment(EMBEDDINGS, BODY);
            long start = System.nanoTime();
            raw.run(tokens, 1);
            double alone = (System.nanoTime() - start) / 1e6;
            start = System.nanoTime();
            HttpResponse<byte[]> answer = consumer.post(EMBEDDINGS, BODY, "PAYMENT-SIGNATURE", payment);
            double call = (System.nanoTime() - start) / 1e6;
            Matcher times =
                    TIMES.matcher(answer.headers().firstValue("Server-Timing").orElse(""));
            assertThat(times.lookingAt())
                    .as("%d %s", answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8))
                    .isTrue();
            if (i >= 0) {
                found[0][i] = alone;
                found[1][i] = call;
                found[2][i] = call - alone;
                found[3][i] = call - alone - Double.parseDouble(times.group(2));
            }
        }
        out.println("| one call at a time, MiniLM, " + tokens.length + " tokens | median ms |");
        out.println("| --- | --: |");
        out.printf("| raw run | %.3f |%n", Rounds.median(found[0]));
        out.printf("| paid call over HTTP | %.3f |%n", Rounds.median(found[1]));
        out.printf("| added, payment, receipt and bus included | %.3f |%n", Rounds.median(found[2]));
        out.printf("| added without them | %.3f |%n", Rounds.median(found[3]));
    }

    /** Many calls at once against as many raw loops as there are processors. */
    private void saturated(PrintStream out, RawModel raw, long[] tokens) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService loops = Executors.newFixedThreadPool(cores)) {
            double[] found =
                    Rounds.medians(ROUNDS, List.of(() -> raw(loops, raw, tokens, cores), () -> calls(clients)));
            out.println();
            out.println("| " + AT_ONCE + " callers, MiniLM, one text a call | texts/s | of raw |");
            out.println("| --- | --: | --: |");
            out.printf("| raw loops on %d processors | %.1f | |%n", cores, found[0]);
            out.printf(
                    "| paid calls over HTTP, callers in the same process | %.1f | %.0f %% |%n",
                    found[1], 100 * found[1] / found[0]);
        }
    }

    private static double raw(ExecutorService loops, RawModel raw, long[] tokens, int cores) throws Exception {
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            running.add(loops.submit(() -> {
                for (int run = 0; run < CALLS / cores; run++) {
                    raw.run(tokens, 1);
                }
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        return (double) (CALLS / cores * cores) * 1e9 / (System.nanoTime() - start);
    }

    private double calls(ExecutorService clients) throws Exception {
        // Who pays signs before the clock runs: that is the consumer's time.
        Queue<HttpRequest> requests = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < CALLS; i++) {
            requests.add(consumer.request(EMBEDDINGS, BODY, "PAYMENT-SIGNATURE", consumer.payment(EMBEDDINGS, BODY)));
        }
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            running.add(clients.submit(() -> {
                for (HttpRequest request = requests.poll(); request != null; request = requests.poll()) {
                    HttpResponse<byte[]> answer =
                            consumer.http().send(request, HttpResponse.BodyHandlers.ofByteArray());
                    assertThat(answer.statusCode()).isEqualTo(200);
                }
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        return CALLS * 1e9 / (System.nanoTime() - start);
    }
}
