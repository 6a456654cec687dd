package io.verigrad.runner.execution;

/**
 * A text or a pair of texts as a model reads it.
 *
 * @param ids of the tokens
 * @param types 0 for tokens of the first text, 1 for those of the second
 */
public record EncodedText(long[] ids, long[] types) {
    public int tokens() {
        return ids.length;
    }
}
