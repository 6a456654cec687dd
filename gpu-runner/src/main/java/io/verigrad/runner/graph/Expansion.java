package io.verigrad.runner.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds small files that become large in memory: the library computes what depends on constants only when it loads a
 * model. Shapes that are themselves computed are not seen.
 */
final class Expansion {
    /** 1 GiB of 32-bit floats; the largest known models make tables of a few million. */
    private static final long MAX_ELEMENTS = 1 << 28;
    /** Which input of an operator says how large its output is. */
    private static final Map<String, Integer> SIZES =
            Map.of("ConstantOfShape", 0, "Expand", 1, "OneHot", 1, "Range", 1, "Reshape", 1, "Tile", 1);

    private final Map<String, List<Long>> constants = new HashMap<>();

    void constant(ConstantTensor tensor) {
        constants.put(tensor.name(), tensor.head());
    }

    /** Notes the output of an operation that only gives a constant. */
    void outputs(Node node, List<String> outputs, List<ConstantTensor> tensors) {
        if (node.operator().equals("Constant") && outputs.size() == 1) {
            List<Long> integers =
                    node.integers().getOrDefault("value_ints", node.integers().getOrDefault("value_int", List.of()));
            constants.put(
                    outputs.getFirst(),
                    tensors.isEmpty() ? integers : tensors.getFirst().head());
        }
    }

    void check(Node node) throws GraphFormatException {
        Integer at = SIZES.get(node.operator());
        List<Long> size = at == null || at >= node.inputs().size()
                ? List.of()
                : constants.getOrDefault(node.inputs().get(at), List.of());
        require(node, size);
        if (node.operator().startsWith("Random")) {
            require(node, node.integers().getOrDefault("shape", List.of()));
        }
    }

    private static void require(Node node, List<Long> size) throws GraphFormatException {
        long elements = 1;
        for (long dimension : size) {
            // 0 and -1 stand for what is not known here.
            elements = dimension > MAX_ELEMENTS ? Long.MAX_VALUE : elements * Math.max(1, dimension);
            if (elements > MAX_ELEMENTS) {
                throw new GraphFormatException("expected at most " + MAX_ELEMENTS
                        + " elements of a constant size, found " + node.operator() + " of " + size);
            }
        }
    }
}
