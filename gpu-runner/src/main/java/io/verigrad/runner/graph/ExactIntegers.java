package io.verigrad.runner.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a graph computes with integers only, so that every machine gives the same bits. Inputs and outputs have to be
 * integers as well, which the manifest says.
 */
final class ExactIntegers {
    /** Operations that give integers for integers, each by one definition. */
    private static final Set<String> EXACT = Set.of(
            "Abs",
            "Add",
            "ArgMax",
            "ArgMin",
            "Cast",
            "Clip",
            "Concat",
            "Div",
            "Equal",
            "Expand",
            "Flatten",
            "Gather",
            "Greater",
            "Identity",
            "Less",
            "MatMulInteger",
            "Max",
            "Min",
            "Mul",
            "Neg",
            "Not",
            "ReduceMax",
            "ReduceMin",
            "ReduceSum",
            "Relu",
            "Reshape",
            "Shape",
            "Sign",
            "Slice",
            "Split",
            "Squeeze",
            "Sub",
            "Transpose",
            "Unsqueeze",
            "Where");

    private ExactIntegers() {}

    /** Why bits could differ between machines, or empty. */
    static Optional<String> refusal(List<Node> nodes, List<ConstantTensor> constants) {
        Map<String, ConstantTensor> weights = new HashMap<>();
        for (ConstantTensor constant : constants) {
            if (!constant.type().isInteger()) {
                return Optional.of("constant " + constant.name() + " is not of integers");
            }
            weights.put(constant.name(), constant);
        }
        return nodes.stream()
                .map(node -> refusal(node, weights))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> refusal(Node node, Map<String, ConstantTensor> weights) {
        if (!node.isStandard() || !EXACT.contains(node.operator())) {
            return Optional.of("operator " + node.operator() + " is not known to be exact");
        }
        if (node.operator().equals("Cast")
                && !ElementType.of(
                                node.integers().getOrDefault("to", List.of(0L)).getFirst())
                        .isInteger()) {
            return Optional.of("a cast leaves the integers");
        }
        if (node.operator().equals("MatMulInteger")) {
            ConstantTensor weight =
                    node.inputs().size() < 2 ? null : weights.get(node.inputs().get(1));
            // Products of two bytes are added up in 16 bits by processors with AVX2 only, and cut off there.
            if (weight == null || !weight.addsUp()) {
                return Optional.of("MatMulInteger has weights that are not constants of at most 7 bits and a sign, or"
                        + " unsigned: some processors cut their products off");
            }
        }
        return Optional.empty();
    }
}
