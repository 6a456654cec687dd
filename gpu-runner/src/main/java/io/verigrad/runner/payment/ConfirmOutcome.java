package io.verigrad.runner.payment;

import io.verigrad.x402.Remedy;
import java.util.Optional;

/** What the chain says to a reserved payment. */
public sealed interface ConfirmOutcome {
    /** The transfer would succeed now. */
    record Confirmed() implements ConfirmOutcome {}

    /** The transfer would fail. */
    record Refused(String reason, String message, Optional<Remedy> remedy) implements ConfirmOutcome {}

    /** It could not be asked, which is not the payer's fault. */
    record Unavailable(String reason) implements ConfirmOutcome {}
}
