package io.verigrad.runner.graph;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a model's operations say about running it.
 *
 * @param neighbours why an answer could depend on what else is in its batch, or empty if no operation is known to mix
 *     rows. Operations that move axes can still do it in ways that only a trial shows.
 * @param inexact why its bits could differ between machines, or empty if it computes with integers only
 */
public record Inspection(Optional<String> neighbours, Optional<String> inexact) {
    /** Operations that treat each row for itself, or that only move, compare and shape values. */
    private static final Set<String> BY_ROW = Set.of(
            "Abs",
            "Add",
            "And",
            "Cast",
            "Ceil",
            "Clip",
            "Concat",
            "Constant",
            "ConstantOfShape",
            "Cos",
            "Div",
            "Elu",
            "Equal",
            "Erf",
            "Exp",
            "Expand",
            "Flatten",
            "Floor",
            "Gather",
            "Gelu",
            "Gemm",
            "Greater",
            "GreaterOrEqual",
            "HardSigmoid",
            "Identity",
            "LayerNormalization",
            "LeakyRelu",
            "Less",
            "LessOrEqual",
            "Log",
            "MatMul",
            "MatMulInteger",
            "Max",
            "Min",
            "Mul",
            "Neg",
            "Not",
            "Or",
            "Pow",
            "Range",
            "Reciprocal",
            "Relu",
            "Reshape",
            "Round",
            "Shape",
            "Sigmoid",
            "Sign",
            "Sin",
            "Slice",
            "Softplus",
            "Split",
            "Sqrt",
            "Squeeze",
            "Sub",
            "Tanh",
            "Transpose",
            "Unsqueeze",
            "Where",
            "Xor");

    /** Operations along axes; those that name axis 0, or none, mix rows. */
    private static final Set<String> ALONG_AXES = Set.of(
            "ArgMax",
            "ArgMin",
            "LogSoftmax",
            "ReduceL2",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "ReduceSum",
            "Softmax");

    private static final Set<String> LAST_AXIS_BY_DEFAULT = Set.of("LogSoftmax", "Softmax");

    /**
     * Inspects a model.
     *
     * @throws GraphFormatException if it is no ONNX model or uses what is never loaded
     */
    public static Inspection of(ByteBuffer model) throws GraphFormatException {
        GraphReader.Graph graph = GraphReader.read(model);
        return new Inspection(
                graph.nodes().stream()
                        .map(Inspection::mixes)
                        .flatMap(Optional::stream)
                        .findFirst(),
                ExactIntegers.refusal(graph.nodes(), graph.constants()));
    }

    private static Optional<String> mixes(Node node) {
        if (node.isStandard() && BY_ROW.contains(node.operator())) {
            return Optional.empty();
        }
        if (!node.isStandard() || !ALONG_AXES.contains(node.operator())) {
            // DynamicQuantizeLinear is the important one: its scale is that of the whole batch.
            return Optional.of("operator " + node.operator() + " is not known to keep rows apart");
        }
        List<Long> axes = node.integers().getOrDefault("axes", node.integers().getOrDefault("axis", List.of()));
        boolean last = axes.isEmpty() && LAST_AXIS_BY_DEFAULT.contains(node.operator());
        return last || (!axes.isEmpty() && !axes.contains(0L))
                ? Optional.empty()
                : Optional.of("operator " + node.operator() + " may work along the batch");
    }
}
