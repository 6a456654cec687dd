package io.verigrad.runner.graph;

import java.util.List;

/**
 * A tensor that stands in a model's file.
 *
 * @param name its name, or empty
 * @param head its first values if they are 64-bit integers: shapes are such
 */
record ConstantTensor(String name, List<Long> head) {
    /** Shapes that are longer are no shapes. */
    static final int MAX_HEAD = 16;

    ConstantTensor {
        head = List.copyOf(head);
    }
}
