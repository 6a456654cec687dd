package io.verigrad.client.inference;

import io.verigrad.client.CallOutcome;

/** There is no answer that may be handed over, for callers who want a value or nothing. */
public final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CallOutcome outcome;

    NoAnswerException(CallOutcome outcome, String problem) {
        super(problem);
        this.outcome = outcome;
    }

    static NoAnswerException of(CallOutcome outcome) {
        return new NoAnswerException(
                outcome,
                switch (outcome) {
                    case CallOutcome.Answered _ -> "answered";
                    case CallOutcome.Unverified unverified ->
                        "the answer is withheld, its receipt is not good: "
                                + unverified.verification().violations();
                    case CallOutcome.Unconfirmed unconfirmed ->
                        "the answer is withheld, its key cannot be checked: " + unconfirmed.problem();
                    case CallOutcome.Refused refused -> refused.reason().code() + ": " + refused.detail();
                    case CallOutcome.Unreachable unreachable -> unreachable.problem();
                });
    }

    /** How the call ended. */
    public CallOutcome outcome() {
        return outcome;
    }
}
