package io.verigrad.runner.paid;

import io.verigrad.x402.Remedy;
import java.util.Optional;

/** What a 402 or 412 says beside the offers: what is wrong and what to do next. */
record Help(String message, Optional<Remedy> remedy) {
    static Help of(Refusal.Unpaid unpaid) {
        return new Help(unpaid.message(), unpaid.remedy());
    }
}
