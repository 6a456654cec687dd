package io.verigrad.runner.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.receipt.Finish;
import io.verigrad.runner.SampleStore;
import io.verigrad.runner.execution.Decoding;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.generation.ChatTemplate.Message;
import io.verigrad.samples.SampleModels;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
        JsonNode recorded = recorded();
        for (JsonNode text : recorded) {
            try (Decoding decoding = model.decoding(1, 32)) {
                long[] next = ids(text.path("prompt"));
                for (JsonNode step : text.path("steps")) {
                    float[] logits = decoding.next(next);
                    assertThat(logits).hasSize(269);
                    for (int i = 0; i < logits.length; i++) {
                        assertThat(logits[i])
                                .isCloseTo((float) step.path("logits").path(i).asDouble(), within(1e-4f));
                    }
                    next = new long[] {step.path("token").asLong()};
                }
            }
        }
    }

    @Test
    void agreesWithItselfWithoutTheCache() throws Exception {
        List<Long> text = new ArrayList<>();
        for (long token : prompt()) {
            text.add(token);
        }
        try (Decoding cached = model.decoding(1, 32)) {
            float[] logits = cached.next(prompt());
            for (int i = 0; i < 8; i++) {
                try (Decoding whole = model.decoding(1, 32)) {
                    float[] again =
                            whole.next(text.stream().mapToLong(Long::longValue).toArray());
                    assertThat(again).usingComparatorWithPrecision(1e-4f).containsExactly(logits);
                }
                long token = 3 + 7L * i;
                text.add(token);
                logits = cached.next(new long[] {token});
            }
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
