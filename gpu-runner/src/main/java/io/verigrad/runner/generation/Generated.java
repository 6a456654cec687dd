package io.verigrad.runner.generation;

import io.verigrad.receipt.Finish;

/** A generated text. The token that ended it is counted in {@code tokens} and is not in {@code text}. */
public record Generated(String text, int promptTokens, int tokens, Finish finish) {}
