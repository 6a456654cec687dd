package io.verigrad.runner.store;

import java.util.HashSet;
import java.util.List;

/**
 * How a text, or a pair of texts, becomes scores.
 *
 * @param tokenizer the file of the Hugging Face tokenizer
 * @param maxTokens the most tokens of one text or pair; longer ones are refused
 * @param output the model's output with the logits, of shape [batch, labels]
 * @param labels what the logits are of, in their order
 * @param activation how logits become scores
 */
public record ScoringSettings(
        String tokenizer, int maxTokens, String output, List<String> labels, Activation activation) {
    private static final int MAX_LABELS = 10_000;

    public ScoringSettings {
        labels = List.copyOf(labels);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("expected positive maxTokens, found " + maxTokens);
        }
        if (labels.isEmpty() || labels.size() > MAX_LABELS || new HashSet<>(labels).size() != labels.size()) {
            throw new IllegalArgumentException("expected 1 to " + MAX_LABELS + " distinct labels");
        }
    }

    /** From logits to scores. */
    public enum Activation {
        /** Each for itself, for labels that do not exclude each other. */
        sigmoid,
        /** All together, so that they add up to 1. */
        softmax
    }
}
