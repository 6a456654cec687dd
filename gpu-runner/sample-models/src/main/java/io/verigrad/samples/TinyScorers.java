package io.verigrad.samples;

import io.verigrad.samples.OnnxGraph.Element;
import java.util.Random;

/**
 * Encoders with a head, with the interface of Optimum's exports for sequence classification. One ranks documents by the
 * bytes that they share with the query; one tells loud texts by their exclamation marks.
 */
final class TinyScorers {
    private static final int WIDTH = 64;
    private static final long SEED = 20260102;

    private final OnnxGraph graph;

    private TinyScorers(String name, int labels) {
        graph = new OnnxGraph(name)
                .freeInput("input_ids", Element.INT64, "batch", "sequence")
                .freeInput("attention_mask", Element.INT64, "batch", "sequence")
                .freeInput("token_type_ids", Element.INT64, "batch", "sequence")
                .freeOutput("logits", Element.FLOAT, "batch", labels)
                .constant("axis2", new long[] {2}, 1);
        weight("attention_mask", "seen");
        weight("token_type_ids", "second");
    }

    /** A cross-encoder: the logit is 16 times the cosine of both texts' bags of bytes, less 8. */
    static byte[] reranker() {
        return new TinyScorers("tiny-reranker", 1).similarity();
    }

    static byte[] classifier() {
        return new TinyScorers("tiny-classifier", 2).loudness();
    }

    private byte[] similarity() {
        Random random = new Random(SEED);
        float[] embedding = new float[TinyDecoder.VOCABULARY * WIDTH];
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] = random.nextBoolean() ? 1 : -1;
        }
        graph.constant("embedding", embedding, TinyDecoder.VOCABULARY, WIDTH)
                .constant("tiny", new float[] {1e-9f})
                .constant("sixteen", new float[] {16})
                .constant("eight", new float[] {8});
        node("Gather", "vectors", "embedding", "input_ids");
        node("Mul", "all", "vectors", "seen");
        node("Mul", "document.tokens", "all", "second");
        mean("all.mean", "all", 1, 0);
        mean("document", "document.tokens", 1, 0);
        node("Sub", "query", "all.mean", "document");
        dot("both", "query", "document");
        dot("query.square", "query", "query");
        dot("document.square", "document", "document");
        node("Mul", "squares", "query.square", "document.square");
        node("Sqrt", "lengths", "squares");
        node("Add", "safe", "lengths", "tiny");
        node("Div", "cosine", "both", "safe");
        node("Mul", "scaled", "cosine", "sixteen");
        node("Sub", "logits", "scaled", "eight");
        return graph.toModel();
    }

    private byte[] loudness() {
        float[] table = new float[TinyDecoder.VOCABULARY * 2];
        for (int token = 0; token < TinyDecoder.VOCABULARY; token++) {
            table[2 * token] = token == '!' ? -20 : 1;
            table[2 * token + 1] = -table[2 * token];
        }
        graph.constant("table", table, TinyDecoder.VOCABULARY, 2);
        node("Gather", "votes", "table", "input_ids");
        node("Mul", "seen.votes", "votes", "seen");
        mean("logits", "seen.votes", 1, 0);
        return graph.toModel();
    }

    private void weight(String input, String output) {
        graph.node("Cast", new String[] {input}, output + ".flat", "to", Element.FLOAT.number);
        node("Unsqueeze", output, output + ".flat", "axis2");
    }

    private void dot(String output, String first, String second) {
        node("Mul", output + ".products", first, second);
        mean(output, output + ".products", -1, 1);
    }

    private void mean(String output, String input, int axis, int keep) {
        graph.node("ReduceMean", new String[] {input}, output, "axes", new int[] {axis}, "keepdims", keep);
    }

    private void node(String operator, String output, String... inputs) {
        graph.node(operator, inputs, output);
    }
}
