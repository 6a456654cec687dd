package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.runner.api.Problem;
import io.verigrad.x402.Remedy;
import java.util.Optional;

/** Carries a refusal out of the steps of a call. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    private RefusedException(Refusal refusal) {
        super(refusal.toString());
        this.refusal = refusal;
    }

    static RefusedException unpaid(String reason) {
        return unpaid(
                reason,
                "sign one of the offers and repeat the request with the header PAYMENT-SIGNATURE (x402 version 2) or"
                        + " X-PAYMENT (version 1)");
    }

    static RefusedException unpaid(String reason, String message) {
        return unpaid(reason, message, Optional.empty());
    }

    static RefusedException unpaid(String reason, String message, Optional<Remedy> remedy) {
        return unpaid(reason, message, remedy, Optional.empty());
    }

    static RefusedException unpaid(String reason, String message, Optional<Remedy> remedy, Optional<JsonNode> channel) {
        return new RefusedException(new Refusal.Unpaid(reason, message, remedy, channel));
    }

    static RefusedException failed(int status, String code, String message) {
        return failed(Problem.of(status, code, message));
    }

    static RefusedException failed(Problem problem) {
        return new RefusedException(new Refusal.Failed(problem));
    }

    Refusal refusal() {
        return refusal;
    }
}
