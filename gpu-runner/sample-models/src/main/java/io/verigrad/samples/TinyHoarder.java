package io.verigrad.samples;

import io.verigrad.samples.OnnxGraph.Element;

/** Adds up as many zeros as its caller says, all at once: asked for enough, it needs more memory than any machine has. */
final class TinyHoarder {
    private TinyHoarder() {}

    /** {@code length [1]} to {@code sum [1]}. */
    static byte[] generate() {
        return new OnnxGraph("tiny-hoarder")
                .node("ConstantOfShape", new String[] {"length"}, "zeros")
                .node("ReduceSum", new String[] {"zeros"}, "sum", "keepdims", 1)
                .input("length", Element.INT64, 1)
                .output("sum", Element.FLOAT, 1)
                .toModel();
    }
}
