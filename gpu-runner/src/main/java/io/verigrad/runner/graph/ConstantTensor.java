package io.verigrad.runner.graph;

import java.util.List;

/**
 * A tensor that stands in a model's file.
 *
 * @param name its name, or empty
 * @param head its first values if they are 64-bit integers: shapes are such
 * @param addsUp whether two products of its values with any bytes fit into 16 bits with a sign, as processors add them up
 */
record ConstantTensor(String name, ElementType type, List<Long> head, boolean addsUp) {
    /** Shapes that are longer are no shapes. */
    static final int MAX_HEAD = 16;

    ConstantTensor {
        head = List.copyOf(head);
    }
}
