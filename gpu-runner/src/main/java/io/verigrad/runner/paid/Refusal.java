package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.runner.api.Problem;
import io.verigrad.x402.Reason;
import io.verigrad.x402.Remedy;
import java.util.Optional;

/** Why there is no paid answer. */
sealed interface Refusal {
    /** The payment is in a token whose price nobody can say now. */
    String PRICE_UNAVAILABLE = "price_unavailable";

    /**
     * The payment is missing or not good: our offers are answered, with status 402 if another payment would do.
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
        private static final int UNAVAILABLE = 503;

        /**
         * What no other payment header of the same kind would change is no 402, or clients would sign again for nothing:
         * a payer that has to allow Permit2 first (412, as the reference has it), or a token without a price (503).
         */
        int status() {
            if (reason.equals(PRICE_UNAVAILABLE)) {
                return UNAVAILABLE;
            }
            return reason.equals(Reason.PERMIT2_ALLOWANCE_REQUIRED.code()) ? PRECONDITION_FAILED : PAYMENT_REQUIRED;
        }
    }

    /** Anything else. */
    record Failed(Problem problem) implements Refusal {}
}
