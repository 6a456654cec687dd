package io.verigrad.runner.payment;

/** What the chain says to a reserved payment. */
public sealed interface ConfirmOutcome {
    /** The transfer would succeed now. */
    record Confirmed() implements ConfirmOutcome {}

    /** The transfer would fail. */
    record Refused(String reason, String message) implements ConfirmOutcome {}

    /** Nobody knows: payment-fn or its chain gave no answer. */
    record Unavailable() implements ConfirmOutcome {}
}
