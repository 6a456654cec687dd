package io.verigrad.runner.graph;

import java.util.List;
import java.util.Map;

/**
 * One operation of a graph.
 *
 * @param inputs the names of its inputs; an empty one is left out
 * @param integers its attributes that are integers or lists of them
 */
record Node(String operator, String domain, List<String> inputs, Map<String, List<Long>> integers) {
    Node {
        inputs = List.copyOf(inputs);
        integers = Map.copyOf(integers);
    }

    /** Whether this is an operator of ONNX itself. */
    boolean isStandard() {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }
}
