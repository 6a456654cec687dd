package io.verigrad.runner.generation;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.verigrad.runner.SampleStore;
import io.verigrad.runner.bench.RawModel;
import io.verigrad.runner.bench.Rounds;
import io.verigrad.runner.execution.BatchSettings;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.OnnxEngine;
import io.verigrad.runner.execution.Provider;
import io.verigrad.runner.execution.TextTokenizer;
import io.verigrad.runner.store.ModelStore;
import io.verigrad.samples.SampleModels;
import java.io.PrintStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tokens per second of the tiny decoder: a plain loop over ONNX Runtime, the generator alone, and eight texts at once. Its
 * step takes half a millisecond, so that what the generator adds to each shows more than with any model that is of use.
 */
public final class GenerationBench {
    private static final int TOKENS = 200;
    private static final int ROUNDS = 9;
    private static final int TEXTS = 8;

    private GenerationBench() {}

    /** Measures and prints a table. */
    public static void print(PrintStream out) throws Exception {
        Path store = SampleStore.written();
        try (OnnxEngine one = OnnxEngine.start(Provider.CPU, 1, 1, new BatchSettings(TEXTS, Duration.ZERO, 64));
                OnnxEngine many =
                        OnnxEngine.start(Provider.CPU, 1, 1, new BatchSettings(TEXTS, Duration.ZERO, 64, true))) {
            Model turns = model(one, store);
            Model shared = model(many, store);
            double[] found;
            try (RawModel raw = new RawModel(store.resolve(SampleModels.DECODER).resolve("model.onnx"))) {
                found = Rounds.medians(
                        ROUNDS,
                        List.of(
                                () -> raw(raw.session()),
                                () -> texts(turns, 1),
                                () -> texts(turns, TEXTS),
                                () -> texts(shared, TEXTS)));
            }
            out.println();
            out.println("| tokens per second of the tiny decoder | | of the raw loop |");
            out.println("| --- | --: | --: |");
            String[] names = {
                "raw loop, one text", "generator, one text", TEXTS + " texts in turns", TEXTS + " texts that share runs"
            };
            for (int i = 0; i < names.length; i++) {
                out.printf("| %s | %.0f | %.0f %% |%n", names[i], found[i], 100 * found[i] / found[0]);
            }
        }
    }

    private static Model model(OnnxEngine engine, Path store) throws Exception {
        return new Models(engine, ModelStore.open(store))
                .find(SampleModels.DECODER)
                .orElseThrow();
    }

    /** With all that a request does but its end: sampling, text, stop words. */
    private static double texts(Model model, int count) throws Exception {
        TextTokenizer tokenizer = TextTokenizer.load(model.file("tokenizer.json"));
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Generated>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Sampler sampler = new Sampler(new Sampling(0, 1, 0, i, TOKENS, List.of()));
                Writing writing =
                        new Writing(sampler, new GrowingText(tokenizer, List.of(), (_, _) -> {}), Set.of(), TOKENS);
                running.add(threads.submit(() -> {
                    model.decode(new long[] {1, 2, 3, 4, 5}, writing);
                    return writing.generated(5);
                }));
            }
            long made = 0;
            for (Future<Generated> each : running) {
                made += each.get().tokens();
            }
            return made * 1e9 / (System.nanoTime() - start);
        }
    }

    private static double raw(OrtSession session) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long start = System.nanoTime();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (String name : session.getInputNames()) {
            if (name.startsWith("past")) {
                inputs.put(
                        name, OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), new long[] {1, 1, 0, 32}));
            }
        }
        long[] next = {1, 2, 3, 4, 5};
        OrtSession.Result before = null;
        int made = 0;
        for (int length = 0; made < TOKENS; made++) {
            long[] mask = new long[length + next.length];
            Arrays.fill(mask, 1);
            long[] positions = new long[next.length];
            int from = length;
            Arrays.setAll(positions, i -> from + (long) i);
            OrtSession.Result result;
            try (OnnxTensor ids = integers(environment, next);
                    OnnxTensor attention = integers(environment, mask);
                    OnnxTensor places = integers(environment, positions)) {
                inputs.putAll(Map.of("input_ids", ids, "attention_mask", attention, "position_ids", places));
                result = session.run(inputs);
            }
            FloatBuffer logits = ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer();
            int best = 0;
            int row = logits.capacity() - logits.capacity() / next.length;
            for (int i = row; i < logits.capacity(); i++) {
                best = logits.get(i) > logits.get(row + best) ? i - row : best;
            }
            for (String name : session.getInputNames()) {
                if (name.startsWith("past")) {
                    inputs.put(name, (OnnxTensor) result.get(name.replace("past_key_values", "present"))
                            .orElseThrow());
                }
            }
            if (before != null) {
                before.close();
            }
            before = result;
            length += next.length;
            next = new long[] {best};
        }
        if (before != null) {
            before.close();
        }
        return made * 1e9 / (System.nanoTime() - start);
    }

    private static OnnxTensor integers(OrtEnvironment environment, long[] values) throws Exception {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }
}
