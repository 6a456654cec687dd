package io.verigrad.runner.api;

/**
 * What one request may hold.
 *
 * @param bodyBytes the size of its body
 * @param elements the elements of all its tensors, and of each of the model's answers
 * @param texts the texts to embed
 * @param tokens the tokens of an answer
 */
public record Limits(int bodyBytes, long elements, int texts, int tokens) {}
