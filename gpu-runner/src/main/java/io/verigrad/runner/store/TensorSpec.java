package io.verigrad.runner.store;

import java.util.List;

/**
 * What a model expects or gives under one name.
 *
 * @param shape the dimensions; -1 stands for any length from 1
 */
public record TensorSpec(String name, Datatype datatype, List<Long> shape) {
    private static final int MAX_RANK = 8;

    public TensorSpec {
        shape = List.copyOf(shape);
        if (shape.size() > MAX_RANK || shape.stream().anyMatch(dimension -> dimension < 1 && dimension != -1)) {
            throw new IllegalArgumentException("expected at most " + MAX_RANK
                    + " dimensions, each -1 or positive, found " + shape + " for " + name);
        }
    }

    /** Whether a tensor of these dimensions fits. */
    public boolean accepts(List<Long> dimensions) {
        if (dimensions.size() != shape.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            long wanted = shape.get(i);
            if (wanted == -1 ? dimensions.get(i) < 1 : dimensions.get(i) != wanted) {
                return false;
            }
        }
        return true;
    }
}
