package io.verigrad.runner.store;

import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Map;

/**
 * Inputs whose answer is known to the last bit.
 *
 * @param inputs all inputs of the model by name
 * @param sha256 what the answer hashes to, by numerics class
 */
public record Probe(Map<String, Values> inputs, Map<String, Hash32> sha256) {
    public Probe {
        inputs = Map.copyOf(inputs);
        sha256 = Map.copyOf(sha256);
    }

    /** One input, row-major. Integers beyond 53 bits cannot be written. */
    public record Values(List<Long> shape, List<Double> data) {
        public Values {
            shape = List.copyOf(shape);
            data = List.copyOf(data);
        }
    }
}
