package io.verigrad.payment.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verigrad.payment.Refusal;
import io.verigrad.x402.Remedy;
import java.util.Optional;

/** Whether a reserved payment would go through on the chain now. */
public record ConfirmAnswer(
        Outcome outcome, Optional<String> reason, Optional<String> message, Optional<Remedy> remedy) {
    /** Whether it would. */
    public enum Outcome {
        @JsonProperty("confirmed")
        CONFIRMED,
        @JsonProperty("refused")
        REFUSED
    }

    static ConfirmAnswer confirmed() {
        return new ConfirmAnswer(Outcome.CONFIRMED, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static ConfirmAnswer refused(Refusal refusal) {
        return new ConfirmAnswer(
                Outcome.REFUSED, Optional.of(refusal.reason()), Optional.of(refusal.message()), refusal.remedy());
    }
}
