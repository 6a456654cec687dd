package io.verigrad.payment.check;

import io.verigrad.payment.Refusal;
import java.util.Optional;

/** Whether the payment is released, by this call or an earlier one. */
public record ReleaseAnswer(boolean released, Optional<String> reason, Optional<String> message) {
    static ReleaseAnswer done() {
        return new ReleaseAnswer(true, Optional.empty(), Optional.empty());
    }

    static ReleaseAnswer refused(Refusal refusal) {
        return new ReleaseAnswer(false, Optional.of(refusal.reason()), Optional.of(refusal.message()));
    }
}
