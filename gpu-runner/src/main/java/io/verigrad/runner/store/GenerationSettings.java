package io.verigrad.runner.store;

import java.util.List;

/**
 * The files beside a decoder, as Optimum's export writes them.
 *
 * @param tokenizer {@code tokenizer.json}
 * @param config {@code config.json}: layers, heads, context, vocabulary
 * @param generationConfig {@code generation_config.json}: the tokens that end a text
 * @param tokenizerConfig {@code tokenizer_config.json}: the chat template and the tokens that it names
 */
public record GenerationSettings(String tokenizer, String config, String generationConfig, String tokenizerConfig) {
    List<String> files() {
        return List.of(tokenizer, config, generationConfig, tokenizerConfig);
    }
}
