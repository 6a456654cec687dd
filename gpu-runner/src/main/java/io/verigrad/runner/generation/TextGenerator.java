package io.verigrad.runner.generation;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.Finish;
import io.verigrad.runner.execution.Decoding;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.RunException.Cause;
import io.verigrad.runner.execution.TextTokenizer;
import io.verigrad.runner.store.GenerationSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Continues texts with a decoder model. */
public final class TextGenerator {
    private final Model model;
    private final DecoderConfig config;
    private final TextTokenizer tokenizer;
    private final Optional<ChatTemplate> template;

    private TextGenerator(Model model, DecoderConfig config, TextTokenizer tokenizer, Optional<ChatTemplate> template) {
        this.model = model;
        this.config = config;
        this.tokenizer = tokenizer;
        this.template = template;
    }

    /** The generator of a model of that task; its small files are read, its weights when it runs. */
    public static TextGenerator of(Model model) throws RunException {
        GenerationSettings files = model.manifest()
                .generation()
                .orElseThrow(() -> new IllegalStateException(model.name() + " generates no text"));
        try {
            return new TextGenerator(
                    model,
                    DecoderConfig.of(json(model, files.config()), json(model, files.generationConfig())),
                    TextTokenizer.load(model.file(files.tokenizer())),
                    ChatTemplate.of(json(model, files.tokenizerConfig())));
        } catch (IllegalArgumentException e) {
            throw new RunException(Cause.MODEL, "model " + model.name() + ": " + e.getMessage(), e);
        }
    }

    /** The tokens of a text as it is. */
    public long[] encode(String text) {
        return tokenizer.encode(text, false);
    }

    /** How conversations are written; empty for models that are not for chat. */
    public Optional<ChatTemplate> template() {
        return template;
    }

    /** The most tokens of prompt and answer together. */
    public int context() {
        return config.context();
    }

    /** Continues a prompt, which is not empty and leaves room for an answer. An interrupt ends it. */
    public Generated generate(long[] prompt, Sampling sampling) throws RunException {
        Sampler sampler = new Sampler(sampling);
        int most = Math.min(sampling.maxTokens(), config.context() - prompt.length);
        List<Long> tokens = new ArrayList<>();
        try (Decoding decoding = model.decoding(config.keyValueHeads(), config.headSize())) {
            float[] logits = decoding.next(prompt);
            while (true) {
                int token = sampler.next(logits);
                if (config.ends().contains(token)) {
                    return new Generated(text(tokens), prompt.length, tokens.size() + 1, Finish.COMPLETE);
                }
                tokens.add((long) token);
                Optional<String> stopped = stopped(tokens, sampling.stop());
                if (stopped.isPresent()) {
                    return new Generated(stopped.get(), prompt.length, tokens.size(), Finish.COMPLETE);
                }
                if (tokens.size() >= most) {
                    return new Generated(text(tokens), prompt.length, tokens.size(), Finish.LENGTH);
                }
                logits = decoding.next(new long[] {token});
            }
        }
    }

    /** The text before the first stop, or empty if there is none yet. */
    private Optional<String> stopped(List<Long> tokens, List<String> stops) {
        if (stops.isEmpty()) {
            return Optional.empty();
        }
        String text = text(tokens);
        return stops.stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .boxed()
                .min(Integer::compare)
                .map(at -> text.substring(0, at));
    }

    private String text(List<Long> tokens) {
        return tokenizer.decode(tokens.stream().mapToLong(Long::longValue).toArray());
    }

    private static JsonNode json(Model model, String file) throws RunException {
        ByteBuffer content = model.file(file);
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        try {
            return Json.read(bytes, JsonNode.class);
        } catch (MalformedJsonException e) {
            throw new RunException(Cause.MODEL, "model " + model.name() + ": " + file + " is not JSON", e);
        }
    }
}
