package io.verigrad.client.fleet;

import io.verigrad.client.CallOutcome;

/** What follows one try of a call. */
enum NextStep {
    /** It is answered, or no other runner would answer it. */
    END,
    /** Another runner may answer. */
    NEXT_RUNNER,
    /** The same runner may have run it, and then keeps the answer. */
    ASK_AGAIN,
    /** The payment was given up by the function that keeps it, so it is not charged, and none of its id ever is. */
    NEW_PAYMENT;

    static NextStep after(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Answered _ -> END;
            // The chain cannot be asked, so no other answer could be checked either.
            case CallOutcome.Unconfirmed _ -> END;
            case CallOutcome.Unverified _ -> NEXT_RUNNER;
            case CallOutcome.Unreachable unreachable -> unreachable.paymentSent() ? ASK_AGAIN : NEXT_RUNNER;
            case CallOutcome.Refused refused -> after(refused);
        };
    }

    private static NextStep after(CallOutcome.Refused refused) {
        return switch (refused.reason()) {
            case ALLOWANCE_SPENT -> END;
            case REQUEST_REFUSED -> isTheRequestsFault(refused.status()) ? END : NEXT_RUNNER;
            case PAYMENT_REFUSED -> refused.detail().equals("payment_released") ? NEW_PAYMENT : NEXT_RUNNER;
            case RUNNER_NOT_ATTESTED, PAYMENT_NOT_ASKED, OFFER_MALFORMED, NO_ACCEPTABLE_OFFER, CALL_FAILED ->
                NEXT_RUNNER;
        };
    }

    /** A model that is missing, a level that is not reached and too many calls are faults of one runner. */
    private static boolean isTheRequestsFault(int status) {
        return status >= 400 && status < 500 && status != 404 && status != 408 && status != 412 && status != 429;
    }
}
