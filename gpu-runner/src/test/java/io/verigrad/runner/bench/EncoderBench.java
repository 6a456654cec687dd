package io.verigrad.runner.bench;

import io.verigrad.runner.SampleStore;
import io.verigrad.runner.execution.BatchSettings;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.OnnxEngine;
import io.verigrad.runner.execution.Provider;
import io.verigrad.runner.store.ModelStore;
import io.verigrad.samples.SampleModels;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Texts per second of MiniLM: what runs of several rows give on this machine at all, and what calls get that arrive one by
 * one at the same time, with and without shared runs.
 */
public final class EncoderBench {
    private static final int AT_ONCE = 32;
    private static final int CALLS = 128;
    private static final int ROUNDS = 7;

    private EncoderBench() {}

    /** Measures and prints a table. */
    public static void print(PrintStream out) throws Exception {
        Path store = SampleStore.written();
        int cores = Runtime.getRuntime().availableProcessors();
        try (OnnxEngine alone = OnnxEngine.start(Provider.CPU, 1, cores, new BatchSettings(1, Duration.ZERO, 256));
                OnnxEngine shared =
                        OnnxEngine.start(Provider.CPU, 1, cores, new BatchSettings(AT_ONCE, Duration.ZERO, 256));
                RawModel raw = new RawModel(store.resolve(SampleModels.MINILM).resolve("model.onnx"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService loops = Executors.newFixedThreadPool(cores)) {
            Model single = model(alone, store);
            Model batched = model(shared, store);
            long[] tokens = single.tokenizer().encode("Trust is good, a receipt is better.");
            double[] found = Rounds.medians(
                    ROUNDS,
                    List.of(
                            () -> raw(loops, raw, tokens, 1, cores),
                            () -> raw(loops, raw, tokens, AT_ONCE, cores),
                            () -> calls(threads, single, tokens),
                            () -> calls(threads, batched, tokens)));
            double allowed = found[1] / found[0];
            double reached = found[3] / found[2];
            out.println();
            out.println("| MiniLM, texts of " + tokens.length + " tokens, " + cores + " threads | texts/s | |");
            out.println("| --- | --: | --: |");
            out.printf("| raw loops, one text a run | %.1f | |%n", found[0]);
            out.printf("| raw loops, %d texts a run | %.1f | factor %.2f |%n", AT_ONCE, found[1], allowed);
            out.printf(
                    "| %d calls at once, each alone | %.1f | %.0f %% of raw |%n",
                    AT_ONCE, found[2], 100 * found[2] / found[0]);
            out.printf(
                    "| %d calls at once, runs shared where no bit changes | %.1f | factor %.2f |%n",
                    AT_ONCE, found[3], reached);
        }
    }

    private static Model model(OnnxEngine engine, Path store) throws Exception {
        return new Models(engine, ModelStore.open(store))
                .find(SampleModels.MINILM)
                .orElseThrow();
    }

    private static double raw(ExecutorService loops, RawModel raw, long[] tokens, int rows, int cores)
            throws Exception {
        int runs = Math.max(1, CALLS / rows / cores);
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            running.add(loops.submit(() -> {
                for (int run = 0; run < runs; run++) {
                    raw.run(tokens, rows);
                }
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        return (double) runs * rows * cores * 1e9 / (System.nanoTime() - start);
    }

    private static double calls(ExecutorService threads, Model model, long[] tokens) throws Exception {
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            running.add(threads.submit(() -> {
                for (int call = 0; call < CALLS / AT_ONCE; call++) {
                    model.embedder().embed(tokens);
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
