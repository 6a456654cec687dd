package io.verigrad.runner.payment;

import io.verigrad.x402.Remedy;
import java.util.Optional;

/** What payment-fn says to a payment. */
public sealed interface CheckOutcome {
    /** It is reserved for this request; nobody else can use it. */
    record Reserved(Settlement settlement) implements CheckOutcome {}

    /** It was reserved for this very request before. */
    record Repeated() implements CheckOutcome {}

    /** It is not good for this request. */
    record Refused(String reason, String message, Optional<Remedy> remedy) implements CheckOutcome {}

    /**
     * It could not be checked, which is not the payer's fault.
     *
     * @param maybeReserved whether the answer was lost, so that the payment may be reserved
     */
    record Unavailable(String reason, boolean maybeReserved) implements CheckOutcome {}
}
