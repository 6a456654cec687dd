package io.verigrad.runner.paid;

import io.verigrad.runner.api.Problem;

/** Why there is no paid answer. */
sealed interface Refusal {
    /** The payment is missing or not good: status 402 with our offers. */
    record Unpaid(String reason) implements Refusal {}

    /** Anything else. */
    record Failed(Problem problem) implements Refusal {}
}
