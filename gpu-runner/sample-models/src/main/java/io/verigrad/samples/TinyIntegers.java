package io.verigrad.samples;

import io.verigrad.samples.OnnxGraph.Element;
import java.util.Random;

/**
 * Two layers of integers, with all that they add up as outputs, so that each can be checked for itself. Weights have 7 bits:
 * with 8, processors that add up products of bytes in 16 bits would cut them off.
 */
final class TinyIntegers {
    private static final int IN = 16;
    private static final int HIDDEN = 8;
    private static final int OUT = 4;
    private static final int WEIGHT_RANGE = 128;
    private static final long SEED = 20260103;

    private TinyIntegers() {}

    /** {@code x [n,16]} of bytes from 0 to {@code hidden [n,8]}, {@code logits [n,4]} and {@code label [n]}. */
    static byte[] generate() {
        Random random = new Random(SEED);
        return new OnnxGraph("tiny-integers")
                .node("MatMulInteger", new String[] {"x", "first"}, "hidden")
                .node("Max", new String[] {"hidden", "zero"}, "positive")
                .node("Div", new String[] {"positive", "scale"}, "scaled")
                .node("Min", new String[] {"scaled", "most"}, "bounded")
                .node("Cast", new String[] {"bounded"}, "bytes", "to", Element.UINT8.number)
                .node("MatMulInteger", new String[] {"bytes", "second"}, "logits")
                .node("ArgMax", new String[] {"logits"}, "label", "axis", 1, "keepdims", 0)
                .constant("first", weights(random, IN * HIDDEN), IN, HIDDEN)
                .constant("second", weights(random, HIDDEN * OUT), HIDDEN, OUT)
                .constant("zero", new int[] {0})
                .constant("scale", new int[] {64})
                .constant("most", new int[] {127})
                .input("x", Element.UINT8, -1, IN)
                .output("hidden", Element.INT32, -1, HIDDEN)
                .output("logits", Element.INT32, -1, OUT)
                .output("label", Element.INT64, -1)
                .toModel();
    }

    private static byte[] weights(Random random, int count) {
        byte[] weights = new byte[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (byte) (random.nextInt(WEIGHT_RANGE) - WEIGHT_RANGE / 2);
        }
        return weights;
    }
}
