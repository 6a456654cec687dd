package io.verigrad.chain.transaction;

/** What a transaction would take if it ran now. */
public sealed interface GasEstimate {
    /** A gas limit with some room, at most {@link TransactionRequest#MAX_GAS}. */
    record Estimated(long gasLimit) implements GasEstimate {}

    /** It would revert, or run out of the most gas that a transaction may have. */
    record Reverts(String reason) implements GasEstimate {}
}
