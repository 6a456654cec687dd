package io.verigrad.runner.generation;

/** Takes a text while it is made. */
@FunctionalInterface
public interface TextSink {
    /**
     * The next piece.
     *
     * @param tokens how many were made so far
     */
    void piece(String text, int tokens);
}
