package io.verigrad.runner.generation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * Chooses tokens: the likeliest, or by chance, of all or of the first in the order of {@link Likeliest}. The same logits and the same seed give the same tokens on every machine: sums are in a fixed order and
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
        int likeliest = likeliest(logits);
        if (!Float.isFinite(logits[likeliest])) {
            throw new IllegalStateException("the model gave logits that are no numbers");
        }
        return sampling.temperature() == 0 ? likeliest : drawn(logits, logits[likeliest]);
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

    private int drawn(float[] logits, float greatest) {
        if (sampling.topK() == 0 && sampling.topP() >= 1) {
            return drawn(i -> i, weights(logits, greatest), logits.length);
        }
        int most = sampling.topK() == 0 ? logits.length : Math.min(sampling.topK(), logits.length);
        double enough = sampling.topK() == 0
                ? sampling.topP() * sum(weights(logits, greatest), logits.length)
                : Double.POSITIVE_INFINITY;
        Likeliest tokens = new Likeliest(logits);
        int[] order = new int[16];
        double[] weights = new double[16];
        int kept = 0;
        for (double reached = 0; kept < most && reached < enough; kept++) {
            if (kept == order.length) {
                order = Arrays.copyOf(order, 2 * kept);
                weights = Arrays.copyOf(weights, 2 * kept);
            }
            order[kept] = tokens.poll();
            weights[kept] = weight(logits[order[kept]], greatest);
            reached += weights[kept];
        }
        int[] tried = order;
        return drawn(i -> tried[i], weights, nucleus(weights, kept));
    }

    private int drawn(IntUnaryOperator token, double[] weights, int kept) {
        double point = random.nextDouble() * sum(weights, kept);
        for (int i = 0; i < kept; i++) {
            point -= weights[i];
            if (point < 0) {
                return token.applyAsInt(i);
            }
        }
        return token.applyAsInt(kept - 1);
    }

    private double[] weights(float[] logits, float greatest) {
        double[] weights = new double[logits.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight(logits[i], greatest);
        }
        return weights;
    }

    private double weight(float logit, float greatest) {
        return StrictMath.exp((logit - greatest) / sampling.temperature());
    }

    /** How many of the likeliest tokens reach top p of what top k left. */
    private int nucleus(double[] weights, int kept) {
        if (sampling.topK() == 0) {
            return kept;
        }
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
