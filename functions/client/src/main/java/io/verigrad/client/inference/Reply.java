package io.verigrad.client.inference;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.receipt.KeyStanding;
import io.verigrad.receipt.SignedReceipt;

/**
 * What came of a call.
 *
 * @param <T> what the model gives
 */
public sealed interface Reply<T> {
    /** A verified answer and the receipt that proves where it is from. */
    record Answered<T>(T value, SignedReceipt receipt, KeyStanding standing) implements Reply<T> {}

    /** The answer was paid for and is proved, but is not in the form that was asked for. */
    record Unreadable<T>(CallOutcome.Answered answer, String problem) implements Reply<T> {
        public NoAnswerException asException() {
            return new NoAnswerException(answer, problem);
        }
    }

    /** No answer is handed over. */
    record Failed<T>(CallOutcome outcome) implements Reply<T> {
        public NoAnswerException asException() {
            return NoAnswerException.of(outcome);
        }
    }

    /**
     * The value.
     *
     * @throws NoAnswerException if there is none
     */
    default T orThrow() {
        return switch (this) {
            case Answered<T> answered -> answered.value();
            case Unreadable<T> unreadable -> throw unreadable.asException();
            case Failed<T> failed -> throw failed.asException();
        };
    }
}
