package io.verigrad.samples;

import io.verigrad.samples.OnnxGraph.Element;
import java.util.List;
import java.util.Random;

/**
 * A decoder of the Llama family with random weights and the interface of an Optimum export with key/value cache: rotary
 * positions, multi-query attention, RMS norm, gated SiLU. Its head is built so that it recites {@link #WORDS}.
 */
final class TinyDecoder {
    static final List<String> WORDS = List.of(
            "Every", " answer", " here", " carries", " a", " receipt", " that", " any", "body", " can", " check.");
    static final int BYTES = 256;
    static final int START = BYTES;
    static final int END = BYTES + 1;
    static final int FIRST_WORD = BYTES + 2;
    static final int VOCABULARY = FIRST_WORD + WORDS.size();
    static final int HIDDEN = 64;
    static final int HEADS = 2;
    static final int HEAD = HIDDEN / HEADS;
    static final int LAYERS = 2;
    static final int POSITIONS = 512;

    private static final int INNER = 96;
    private static final long SEED = 20260101;

    private final OnnxGraph graph = new OnnxGraph("tiny-decoder");
    private final Random random = new Random(SEED);

    private TinyDecoder() {}

    static byte[] generate() {
        return new TinyDecoder().build();
    }

    private byte[] build() {
        inputs();
        constants();
        float[] embedding = embedding();
        graph.constant("embedding", embedding, VOCABULARY, HIDDEN);
        node("Gather", "x.0", "embedding", "input_ids");
        rotation();
        mask();
        for (int layer = 0; layer < LAYERS; layer++) {
            attention(layer);
            feedForward(layer);
        }
        norm("x." + LAYERS, "last", "final");
        graph.constant("head", head(embedding), HIDDEN, VOCABULARY);
        node("MatMul", "logits", "final", "head");
        return graph.toModel();
    }

    private void inputs() {
        graph.freeInput("input_ids", Element.INT64, "batch", "sequence")
                .freeInput("attention_mask", Element.INT64, "batch", "total")
                .freeInput("position_ids", Element.INT64, "batch", "sequence");
        graph.freeOutput("logits", Element.FLOAT, "batch", "sequence", VOCABULARY);
        for (int layer = 0; layer < LAYERS; layer++) {
            for (String kind : List.of("key", "value")) {
                graph.freeInput("past_key_values." + layer + "." + kind, Element.FLOAT, "batch", 1, "past", HEAD);
                graph.freeOutput("present." + layer + "." + kind, Element.FLOAT, "batch", 1, "total", HEAD);
            }
        }
    }

    private void constants() {
        graph.constant("zero", new long[] {0})
                .constant("one", new long[] {1})
                .constant("axis1", new long[] {1}, 1)
                .constant("axis3", new long[] {3}, 1)
                .constant("axes12", new long[] {1, 2}, 2)
                .constant("from0", new long[] {0}, 1)
                .constant("half", new long[] {HEAD / 2}, 1)
                .constant("whole", new long[] {HEAD}, 1)
                .constant("queries", new long[] {0, 0, HEADS, HEAD}, 4)
                .constant("keys", new long[] {0, 0, 1, HEAD}, 4)
                .constant("flat", new long[] {0, 0, HIDDEN}, 3)
                .constant("epsilon", new float[] {1e-6f})
                .constant("scale", new float[] {(float) (1 / StrictMath.sqrt(HEAD))})
                .constant("open", new float[] {0})
                .constant("closed", new float[] {-1e9f});
    }

    /** Where each position's vector is turned to (RoFormer, section 3.2.2), as Llama lays it out. */
    private void rotation() {
        float[] cos = new float[POSITIONS * HEAD];
        float[] sin = new float[POSITIONS * HEAD];
        for (int position = 0; position < POSITIONS; position++) {
            for (int i = 0; i < HEAD; i++) {
                double angle = position / StrictMath.pow(10_000, 2.0 * (i % (HEAD / 2)) / HEAD);
                cos[position * HEAD + i] = (float) StrictMath.cos(angle);
                sin[position * HEAD + i] = (float) StrictMath.sin(angle);
            }
        }
        graph.constant("cos.table", cos, POSITIONS, HEAD).constant("sin.table", sin, POSITIONS, HEAD);
        for (String name : List.of("cos", "sin")) {
            node("Gather", name + ".rows", name + ".table", "position_ids");
            node("Unsqueeze", name, name + ".rows", "axis1");
        }
    }

    /** A token sees itself and what came before it, but no padding. */
    private void mask() {
        node("Shape", "mask.shape", "attention_mask");
        node("Gather", "total", "mask.shape", "one");
        node("Shape", "ids.shape", "input_ids");
        node("Gather", "sequence", "ids.shape", "one");
        node("Sub", "past", "total", "sequence");
        node("Range", "columns", "zero", "total", "one");
        node("Range", "rows.flat", "past", "total", "one");
        node("Unsqueeze", "rows", "rows.flat", "axis1");
        node("LessOrEqual", "causal", "columns", "rows");
        graph.node("Cast", new String[] {"attention_mask"}, "mask.flat", "to", Element.BOOL.number);
        node("Unsqueeze", "mask.wide", "mask.flat", "axes12");
        node("And", "visible", "causal", "mask.wide");
        node("Where", "bias", "visible", "open", "closed");
    }

    private void attention(int layer) {
        String at = "attention." + layer + ".";
        norm("x." + layer, at + "norm", at + "in");
        heads(at + "q", at + "in", HIDDEN, "queries");
        heads(at + "k", at + "in", HEAD, "keys");
        heads(at + "v", at + "in", HEAD, "keys");
        rotate(at + "q");
        rotate(at + "k");
        String key = "present." + layer + ".key";
        String value = "present." + layer + ".value";
        concat(key, 2, "past_key_values." + layer + ".key", at + "k.rotated");
        concat(value, 2, "past_key_values." + layer + ".value", at + "v");
        graph.node("Transpose", new String[] {key}, at + "kt", "perm", new int[] {0, 1, 3, 2});
        node("MatMul", at + "dots", at + "q.rotated", at + "kt");
        node("Mul", at + "scaled", at + "dots", "scale");
        node("Add", at + "masked", at + "scaled", "bias");
        graph.node("Softmax", new String[] {at + "masked"}, at + "weights", "axis", -1);
        node("MatMul", at + "mixed", at + "weights", value);
        graph.node("Transpose", new String[] {at + "mixed"}, at + "turned", "perm", new int[] {0, 2, 1, 3});
        node("Reshape", at + "joined", at + "turned", "flat");
        linear(at + "out", at + "joined", HIDDEN, HIDDEN);
        node("Add", "y." + layer, "x." + layer, at + "out");
    }

    private void feedForward(int layer) {
        String at = "mlp." + layer + ".";
        norm("y." + layer, at + "norm", at + "in");
        linear(at + "gate", at + "in", HIDDEN, INNER);
        linear(at + "up", at + "in", HIDDEN, INNER);
        node("Sigmoid", at + "sigmoid", at + "gate");
        node("Mul", at + "silu", at + "gate", at + "sigmoid");
        node("Mul", at + "inner", at + "silu", at + "up");
        linear(at + "down", at + "inner", INNER, HIDDEN);
        node("Add", "x." + (layer + 1), "y." + layer, at + "down");
    }

    private void norm(String input, String name, String output) {
        node("Mul", name + ".squares", input, input);
        graph.node(
                "ReduceMean", new String[] {name + ".squares"}, name + ".mean", "axes", new int[] {-1}, "keepdims", 1);
        node("Add", name + ".safe", name + ".mean", "epsilon");
        node("Sqrt", name + ".root", name + ".safe");
        node("Div", output, input, name + ".root");
    }

    private void heads(String name, String input, int width, String shape) {
        linear(name + ".flat", input, HIDDEN, width);
        node("Reshape", name + ".split", name + ".flat", shape);
        graph.node("Transpose", new String[] {name + ".split"}, name, "perm", new int[] {0, 2, 1, 3});
    }

    private void rotate(String name) {
        node("Slice", name + ".low", name, "from0", "half", "axis3");
        node("Slice", name + ".high", name, "half", "whole", "axis3");
        node("Neg", name + ".negative", name + ".high");
        concat(name + ".half", 3, name + ".negative", name + ".low");
        node("Mul", name + ".a", name, "cos");
        node("Mul", name + ".b", name + ".half", "sin");
        node("Add", name + ".rotated", name + ".a", name + ".b");
    }

    private void linear(String name, String input, int from, int to) {
        float[] weights = new float[from * to];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * 0.05);
        }
        graph.constant(name + ".weight", weights, from, to);
        node("MatMul", name, input, name + ".weight");
    }

    private void concat(String output, int axis, String... inputs) {
        graph.node("Concat", inputs, output, "axis", axis);
    }

    private void node(String operator, String output, String... inputs) {
        graph.node(operator, inputs, output);
    }

    private float[] embedding() {
        float[] values = new float[VOCABULARY * HIDDEN];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBoolean() ? 1 : -1;
        }
        return values;
    }

    /** Each token's vector leads to the token after it; the vectors of different tokens are nearly orthogonal. */
    private float[] head(float[] embedding) {
        float[] head = new float[HIDDEN * VOCABULARY];
        for (int token = 0; token < VOCABULARY; token++) {
            int next = next(token);
            // Whatever is not a word starts the sentence; one representative is enough for all that end a prompt.
            if (token >= FIRST_WORD || token == '\n') {
                for (int h = 0; h < HIDDEN; h++) {
                    head[h * VOCABULARY + next] += 0.25f * embedding[token * HIDDEN + h];
                }
            }
        }
        return head;
    }

    private static int next(int token) {
        return token == VOCABULARY - 1 ? END : token < FIRST_WORD ? FIRST_WORD : token + 1;
    }
}
