package io.verigrad.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Checks answers of an integer-exact network that tell what each layer adds up: products by {@link Freivalds}, what lies
 * between the layers by doing it again. It needs the weights, and no library that runs models.
 */
public final class TraceCheck {
    private final List<Freivalds> layers;
    private final Between between;

    /** What turns a layer's sums into the next one's input: {@code min(max(sum, 0) / divisor, most)}. */
    public record Between(int divisor, int most) {
        public Between {
            if (divisor <= 0 || most <= 0) {
                throw new IllegalArgumentException("expected a positive divisor and bound");
            }
        }

        int[] of(int[] sums) {
            int[] next = new int[sums.length];
            for (int i = 0; i < sums.length; i++) {
                next[i] = Math.min(Math.max(sums[i], 0) / divisor, most);
            }
            return next;
        }
    }

    /**
     * @param seed of a root that binds all answers that are checked, and of a later beacon
     */
    public TraceCheck(List<IntegerLayer> layers, Between between, AuditSeed seed) {
        List<Freivalds> checks = new ArrayList<>();
        for (IntegerLayer layer : layers) {
            checks.add(new Freivalds(layer, seed));
        }
        this.layers = List.copyOf(checks);
        this.between = between;
    }

    /**
     * The first layer whose sums are wrong, or empty.
     *
     * @param input of the first layer
     * @param sums of each layer
     */
    public OptionalInt wrongLayer(int[] input, List<int[]> sums) {
        int[] x = input;
        for (int layer = 0; layer < layers.size(); layer++) {
            if (layer >= sums.size() || !layers.get(layer).holds(x, sums.get(layer))) {
                return OptionalInt.of(layer);
            }
            x = between.of(sums.get(layer));
        }
        return sums.size() == layers.size() ? OptionalInt.empty() : OptionalInt.of(layers.size());
    }
}
