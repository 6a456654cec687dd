package io.verigrad.payment;

import io.verigrad.x402.Reason;

/**
 * Why something is refused.
 *
 * @param reason a stable code: one of {@link RefusalReason} or of x402's {@link Reason}
 * @param message what was expected and found; for people
 */
public record Refusal(String reason, String message) {
    public static Refusal of(RefusalReason reason, String message) {
        return new Refusal(reason.code(), message);
    }

    public static Refusal of(Reason reason, String message) {
        return new Refusal(reason.code(), message);
    }
}
