package io.verigrad.audit;

import org.jspecify.annotations.Nullable;

/**
 * The weights of one layer of integers: row-major, {@code inputs} rows of {@code outputs} columns. What goes in and comes out
 * of it is 32-bit.
 */
public record IntegerLayer(int inputs, int outputs, byte[] weights) {
    public IntegerLayer {
        if (inputs <= 0 || outputs <= 0 || weights.length != (long) inputs * outputs) {
            throw new IllegalArgumentException(
                    "expected " + inputs + " times " + outputs + " weights, found " + weights.length);
        }
        weights = weights.clone();
    }

    @Override
    public byte[] weights() {
        return weights.clone();
    }

    int weight(int row, int column) {
        return weights[row * outputs + column];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IntegerLayer layer
                && inputs == layer.inputs
                && outputs == layer.outputs
                && java.util.Arrays.equals(weights, layer.weights);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(weights);
    }
}
