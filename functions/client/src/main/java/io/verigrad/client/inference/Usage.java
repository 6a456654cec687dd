package io.verigrad.client.inference;

/** What was used, as the receipt has it. */
public record Usage(long inputTokens, long outputTokens) {}
