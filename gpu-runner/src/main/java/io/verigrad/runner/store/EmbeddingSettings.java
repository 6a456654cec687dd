package io.verigrad.runner.store;

/**
 * How text becomes one vector.
 *
 * @param tokenizer the file of the Hugging Face tokenizer
 * @param maxTokens the most tokens of one text; longer text is refused
 * @param output the model's output that is pooled, of shape [batch, tokens, dimensions]
 * @param normalize whether the vector is scaled to length 1
 */
public record EmbeddingSettings(
        String tokenizer, int maxTokens, String output, int dimensions, Pooling pooling, boolean normalize) {
    public EmbeddingSettings {
        if (maxTokens < 1 || dimensions < 1) {
            throw new IllegalArgumentException(
                    "expected positive maxTokens and dimensions, found " + maxTokens + " and " + dimensions);
        }
    }

    /** How the vectors of the tokens become one. */
    public enum Pooling {
        /** Their mean. */
        mean,
        /** The first one. */
        cls
    }
}
