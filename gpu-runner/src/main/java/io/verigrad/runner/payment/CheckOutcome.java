package io.verigrad.runner.payment;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.x402.Remedy;
import java.util.Optional;

/** What payment-fn says to a payment; of one by channel with the channel as it is, as members of {@code extra}. */
public sealed interface CheckOutcome {
    /** It is reserved for this request; nobody else can use it. */
    record Reserved(Settlement settlement, Optional<JsonNode> channel) implements CheckOutcome {}

    /** It was reserved for this very request before. */
    record Repeated(Optional<JsonNode> channel) implements CheckOutcome {}

    /** It is not good for this request. */
    record Refused(String reason, String message, Optional<Remedy> remedy, Optional<JsonNode> channel)
            implements CheckOutcome {}

    /**
     * It could not be checked, which is not the payer's fault.
     *
     * @param maybeReserved whether the answer was lost, so that the payment may be reserved
     */
    record Unavailable(String reason, boolean maybeReserved) implements CheckOutcome {}
}
