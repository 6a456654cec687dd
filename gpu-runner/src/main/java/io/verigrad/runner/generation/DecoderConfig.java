package io.verigrad.runner.generation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a decoder's own files say of it.
 *
 * @param context the most tokens of prompt and answer together
 * @param ends the tokens that end a text
 */
record DecoderConfig(int layers, int keyValueHeads, int headSize, int context, int vocabulary, Set<Integer> ends) {
    private static final Set<String> FAMILIES = Set.of("llama", "qwen2", "qwen3", "mistral");
    private static final int MOST = 1 << 20;

    /**
     * Reads {@code config.json} and {@code generation_config.json} of the Hugging Face libraries.
     *
     * @throws IllegalArgumentException if a member is missing or absurd, or the family is another one
     */
    static DecoderConfig of(JsonNode config, JsonNode generation) {
        String family = config.path("model_type").asText();
        if (!FAMILIES.contains(family)) {
            throw new IllegalArgumentException("expected a decoder of one of " + FAMILIES + ", found " + family);
        }
        int heads = positive(config, "num_attention_heads");
        int keyValueHeads = config.has("num_key_value_heads") ? positive(config, "num_key_value_heads") : heads;
        int headSize = config.path("head_dim").isInt()
                ? positive(config, "head_dim")
                : positive(config, "hidden_size") / heads;
        Set<Integer> ends = new TreeSet<>();
        JsonNode end = generation.has("eos_token_id") ? generation.path("eos_token_id") : config.path("eos_token_id");
        if (end.isArray()) {
            end.forEach(token -> ends.add(token.asInt()));
        } else if (end.isInt()) {
            ends.add(end.asInt());
        }
        return new DecoderConfig(
                positive(config, "num_hidden_layers"),
                keyValueHeads,
                headSize,
                positive(config, "max_position_embeddings"),
                positive(config, "vocab_size"),
                Set.copyOf(ends));
    }

    private static int positive(JsonNode json, String member) {
        JsonNode value = json.path(member);
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > MOST) {
            throw new IllegalArgumentException("config.json: expected " + member + " from 1 to " + MOST);
        }
        return value.asInt();
    }
}
