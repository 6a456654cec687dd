package io.verigrad.runner.generation;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.RunException.Cause;
import io.verigrad.runner.execution.TextTokenizer;
import io.verigrad.runner.store.GenerationSettings;
import java.nio.ByteBuffer;
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

    /** As {@link #generate(long[], Sampling, TextSink)}, all at once. */
    public Generated generate(long[] prompt, Sampling sampling) throws RunException {
        return generate(prompt, sampling, (_, _) -> {});
    }

    /**
     * Continues a prompt, which is not empty and leaves room for an answer. An interrupt ends it.
     *
     * @param sink is given the text piece by piece
     */
    public Generated generate(long[] prompt, Sampling sampling, TextSink sink) throws RunException {
        int most = Math.min(sampling.maxTokens(), config.context() - prompt.length);
        GrowingText text = new GrowingText(tokenizer, sampling.stop(), sink);
        Writing writing = new Writing(new Sampler(sampling), text, config.ends(), most);
        model.decode(prompt, writing);
        return writing.generated(prompt.length);
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
