package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.runner.api.Problem;
import io.verigrad.x402.Reason;
import io.verigrad.x402.Remedy;
import java.util.Optional;

/** Why there is no paid answer. */
sealed interface Refusal {
    /**
     * The payment is missing or not good: status 402 with our offers.
     *
     * @param reason the code, of x402 where it has one
     * @param message what was expected and found, or what to do; for people
     * @param remedy what the payer can do about it
     * @param channel what our offer by channel says in {@code extra} of the payer's channel
     */
    record Unpaid(String reason, String message, Optional<Remedy> remedy, Optional<JsonNode> channel)
            implements Refusal {
        private static final int PAYMENT_REQUIRED = 402;
        private static final int PRECONDITION_FAILED = 412;

        /** The payer has to allow Permit2 first, which no other payment header would change: 412, as the reference has it. */
        int status() {
            return reason.equals(Reason.PERMIT2_ALLOWANCE_REQUIRED.code()) ? PRECONDITION_FAILED : PAYMENT_REQUIRED;
        }
    }

    /** Anything else. */
    record Failed(Problem problem) implements Refusal {}
}
