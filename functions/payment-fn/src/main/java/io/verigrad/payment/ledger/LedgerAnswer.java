package io.verigrad.payment.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.ledger.LedgerOutage;
import java.time.Duration;

/** Waits for the ledger on a thread that may wait. */
public final class LedgerAnswer {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LedgerAnswer() {}

    /**
     * The answer.
     *
     * @throws LedgerUnavailableException if the database cannot be reached, refuses for now or is too slow
     */
    public static <T> T await(Uni<T> question) throws LedgerUnavailableException {
        try {
            return question.await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            if (LedgerOutage.isCauseOf(e)) {
                throw new LedgerUnavailableException(e);
            }
            throw e;
        }
    }
}
