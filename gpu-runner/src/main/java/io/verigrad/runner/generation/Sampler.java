package io.verigrad.runner.generation;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Chooses tokens. The same logits and the same seed give the same tokens on every machine: sums are in a fixed order and
 * the exponential is that of {@link StrictMath}.
 */
final class Sampler {
    private final Sampling sampling;
    private final SplittableRandom random;

    Sampler(Sampling sampling) {
        this.sampling = sampling;
        this.random = new SplittableRandom(sampling.seed());
    }

    /** The next token; among equals the one with the least number. */
    int next(float[] logits) {
        return sampling.temperature() == 0 ? likeliest(logits) : drawn(logits);
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    private int drawn(float[] logits) {
        int[] order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer token) -> -logits[token])
                        .thenComparingInt(token -> token))
                .mapToInt(Integer::intValue)
                .toArray();
        int kept = sampling.topK() == 0 ? order.length : Math.min(sampling.topK(), order.length);
        double[] weights = new double[kept];
        for (int i = 0; i < kept; i++) {
            weights[i] = StrictMath.exp((logits[order[i]] - logits[order[0]]) / sampling.temperature());
        }
        kept = nucleus(weights, kept);
        double point = random.nextDouble() * sum(weights, kept);
        for (int i = 0; i < kept; i++) {
            point -= weights[i];
            if (point < 0) {
                return order[i];
            }
        }
        return order[kept - 1];
    }

    private int nucleus(double[] weights, int kept) {
        double enough = sampling.topP() * sum(weights, kept);
        double reached = 0;
        for (int i = 0; i < kept; i++) {
            reached += weights[i];
            if (reached >= enough) {
                return i + 1;
            }
        }
        return kept;
    }

    private static double sum(double[] weights, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i];
        }
        return sum;
    }
}
