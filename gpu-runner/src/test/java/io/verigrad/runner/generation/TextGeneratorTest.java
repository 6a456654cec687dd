package io.verigrad.runner.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.receipt.Finish;
import io.verigrad.runner.SampleStore;
import io.verigrad.runner.execution.BatchSettings;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.OnnxEngine;
import io.verigrad.runner.execution.Provider;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.Stepper;
import io.verigrad.runner.generation.ChatTemplate.Message;
import io.verigrad.runner.store.ModelStore;
import io.verigrad.samples.SampleModels;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextGeneratorTest {
    private static final String SENTENCE = "Every answer here carries a receipt that anybody can check.";

    private static Model model;
    private static TextGenerator generator;

    @BeforeAll
    static void load() throws Exception {
        model = SampleStore.model(SampleModels.DECODER);
        generator = TextGenerator.of(model);
    }

    @Test
    void continuesAConversation() throws Exception {
        Generated generated = generator.generate(prompt(), greedy(100));

        assertThat(generated.text()).isEqualTo(SENTENCE);
        assertThat(generated.finish()).isEqualTo(Finish.COMPLETE);
        assertThat(generated.promptTokens()).isEqualTo(prompt().length);
        assertThat(generated.tokens()).isEqualTo(12);
    }

    /** The file was written by {@code src/test/node/decode.mjs} with onnxruntime-node, another build of the library. */
    @Test
    void agreesWithAnotherRuntimeTokenByToken() throws Exception {
        for (JsonNode text : recorded()) {
            Iterator<JsonNode> steps = text.path("steps").iterator();
            model.decode(ids(text.path("prompt")), logits -> {
                JsonNode step = steps.next();
                assertThat(logits).hasSize(269);
                for (int i = 0; i < logits.length; i++) {
                    assertThat(logits[i])
                            .isCloseTo((float) step.path("logits").path(i).asDouble(), within(1e-4f));
                }
                return steps.hasNext() ? step.path("token").asInt() : Stepper.END;
            });
            assertThat(steps.hasNext()).isFalse();
        }
    }

    @Test
    void agreesWithItselfWithoutTheCache() throws Exception {
        List<float[]> cached = new ArrayList<>();
        long[] prompt = prompt();
        long[] text = Arrays.copyOf(prompt, prompt.length + 8);
        model.decode(prompt, logits -> {
            cached.add(logits);
            int token = 3 + 7 * cached.size();
            text[prompt.length + cached.size() - 1] = token;
            return cached.size() == 8 ? Stepper.END : token;
        });
        for (int i = 0; i < 8; i++) {
            float[] before = cached.get(i);
            model.decode(Arrays.copyOf(text, prompt.length + i), logits -> {
                assertThat(logits).usingComparatorWithPrecision(1e-4f).containsExactly(before);
                return Stepper.END;
            });
        }
    }

    /** Bits may change in the second case, but not by so much that another token is drawn here. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void textsThatShareRunsHaveWhatEachHasAlone(boolean inexact) throws Exception {
        List<Sampling> hot = IntStream.range(0, 12)
                .mapToObj(seed -> new Sampling(1.5, 1, 0, seed, 20 + 3 * seed, List.of()))
                .toList();
        List<Generated> alone = new ArrayList<>();
        for (Sampling each : hot) {
            alone.add(generator.generate(prompt(each), each));
        }

        try (OnnxEngine engine =
                OnnxEngine.start(Provider.CPU, 1, 1, new BatchSettings(8, Duration.ZERO, 64, inexact))) {
            Models models = new Models(engine, ModelStore.open(SampleStore.written()));
            TextGenerator shared =
                    TextGenerator.of(models.find(SampleModels.DECODER).orElseThrow());
            assertThat(atOnce(shared, hot)).isEqualTo(alone);
        }
    }

    private static long[] prompt(Sampling sampling) {
        return generator.encode("x".repeat(1 + (int) sampling.seed()) + "\n");
    }

    private static List<Generated> atOnce(TextGenerator shared, List<Sampling> all) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Generated>> running = all.stream()
                    .map(each -> threads.submit(() -> shared.generate(prompt(each), each)))
                    .toList();
            List<Generated> generated = new ArrayList<>();
            for (Future<Generated> each : running) {
                generated.add(each.get());
            }
            return generated;
        }
    }

    @Test
    void endsWhereItIsTold() throws Exception {
        Generated cut = generator.generate(prompt(), greedy(3));
        assertThat(cut.text()).isEqualTo("Every answer here");
        assertThat(cut.finish()).isEqualTo(Finish.LENGTH);

        Generated stopped = generator.generate(
                prompt(), new Sampling(0, 1, 0, 1, 100, List.of("nobody", "receipt", "swer here c")));
        assertThat(stopped.text()).isEqualTo("Every an");
        assertThat(stopped.finish()).isEqualTo(Finish.COMPLETE);
    }

    @Test
    void neverGoesBeyondItsContext() throws Exception {
        long[] prompt = new long[510];
        java.util.Arrays.fill(prompt, '\n');

        Generated generated = generator.generate(prompt, greedy(100));

        assertThat(generated.tokens()).isEqualTo(2);
        assertThat(generated.finish()).isEqualTo(Finish.LENGTH);
    }

    @Test
    void repeatsASampledTextBySeed() throws Exception {
        Sampling hot = new Sampling(2, 1, 0, 5, 40, List.of());

        assertThat(generator.generate(prompt(), hot)).isEqualTo(generator.generate(prompt(), hot));
    }

    @Test
    void endsWhenItIsInterrupted() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.startVirtualThread(() -> {
            Thread.currentThread().interrupt();
            try {
                generator.generate(prompt(), greedy(100));
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        caller.join();

        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        RunException.class, e -> assertThat(e.reason()).isEqualTo(RunException.Cause.CANCELLED));
        assertThat(generator.generate(prompt(), greedy(100)).text()).isEqualTo(SENTENCE);
    }

    @Test
    void oneWhoLeavesDoesNotEndTheTextOfAnother() throws Exception {
        try (OnnxEngine engine = OnnxEngine.start(Provider.CPU, 1, 1, new BatchSettings(8, Duration.ZERO, 64, true));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Models models = new Models(engine, ModelStore.open(SampleStore.written()));
            TextGenerator shared =
                    TextGenerator.of(models.find(SampleModels.DECODER).orElseThrow());
            CountDownLatch begun = new CountDownLatch(1);
            Sampling endless = new Sampling(0, 1, 0, 1, 400, List.of());
            Future<Generated> leaving =
                    threads.submit(() -> shared.generate(prompt(), endless, (_, _) -> begun.countDown()));
            Future<Generated> staying = threads.submit(() -> shared.generate(prompt(), endless));
            begun.await();
            leaving.cancel(true);

            assertThat(staying.get().text()).isEqualTo(SENTENCE);
            assertThat(shared.generate(prompt(), greedy(100)).text()).isEqualTo(SENTENCE);
        }
    }

    @Test
    void refusesOtherFamilies() {
        assertThatThrownBy(
                        () -> DecoderConfig.of(Json.tree(java.util.Map.of("model_type", "t5")), Json.tree(List.of())))
                .hasMessageContaining("found t5");
    }

    private static long[] prompt() throws RunException {
        return generator.encode(generator.template().orElseThrow().render(List.of(new Message("user", "hello"))));
    }

    private static Sampling greedy(int tokens) {
        return new Sampling(0, 1, 0, 1, tokens, List.of());
    }

    private static JsonNode recorded() throws Exception {
        try (InputStream file = TextGeneratorTest.class.getResourceAsStream("/decoded.json")) {
            return Json.read(Objects.requireNonNull(file).readAllBytes(), JsonNode.class);
        }
    }

    private static long[] ids(JsonNode array) {
        long[] ids = new long[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.path(i).asLong();
        }
        return ids;
    }
}
