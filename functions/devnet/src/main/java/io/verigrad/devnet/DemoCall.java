package io.verigrad.devnet;

import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One call that the demo pays for.
 *
 * @param title what it is, for people
 * @param sealed whether it is sealed to the key that the runner's evidence speaks for
 */
record DemoCall(String title, String model, String path, Bytes body, boolean sealed) {
    private DemoCall(String title, String model, String path, Bytes body) {
        this(title, model, path, body, false);
    }

    /**
     * An embedding by a real model, a classification by a tabular model of our own, a streamed chat with a generated
     * decoder, the same chat sealed, and a chat that is forwarded.
     */
    static List<DemoCall> all() {
        return List.of(
                new DemoCall("embedding", "all-minilm-l6-v2", "/v1/embeddings", json("""
                                {"model":"all-minilm-l6-v2","input":"Trust is good, a receipt is better."}""")),
                new DemoCall("tabular", "iris", "/v2/models/iris/infer", json("""
                                {"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[5.1,3.5,1.4,0.2]}]}""")),
                new DemoCall("chat stream", "tiny-decoder", "/v1/chat/completions", json("""
                                {"model":"tiny-decoder","temperature":0,"stream":true,"messages":[{"role":"user","content":"Why should I believe you?"}]}""")),
                new DemoCall("private", "tiny-decoder", "/v1/chat/completions", json("""
                                {"model":"tiny-decoder","temperature":0,"messages":[{"role":"user","content":"Keep this to yourself."}]}"""), true),
                new DemoCall("forwarded", "closed", "/v1/chat/completions", json("""
                                {"model":"closed","messages":[{"role":"user","content":"Who are you?"}]}""")));
    }

    private static Bytes json(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
