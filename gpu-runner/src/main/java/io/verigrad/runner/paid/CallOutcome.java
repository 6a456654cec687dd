package io.verigrad.runner.paid;

import io.verigrad.receipt.SignedReceipt;

/** What became of a call. */
sealed interface CallOutcome {
    /** The bytes that keeping it takes, about. */
    long size();

    /** Its response is given at once. */
    record Given(PaidResponse response) implements CallOutcome {
        @Override
        public long size() {
            return response.size();
        }
    }

    /** The answer was made and its receipt is on the bus; it is held back until the payment has settled. */
    record Held(SignedReceipt receipt, Payment payment, AnswerBody body) implements CallOutcome {
        private static final int HEADERS = 4096;

        @Override
        public long size() {
            return body.bytes().length + HEADERS;
        }
    }
}
