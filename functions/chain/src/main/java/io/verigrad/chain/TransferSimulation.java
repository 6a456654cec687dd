package io.verigrad.chain;

/** What would happen to a signed transfer in the next block, judged at the latest. */
public sealed interface TransferSimulation {
    /** It would go through. */
    record Succeeds() implements TransferSimulation {}

    /** It would not; {@code reason} is the token's, as text. */
    record Reverts(String reason) implements TransferSimulation {}
}
