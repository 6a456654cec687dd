package io.verigrad.payment.ledger;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits for the ledger on a thread that may wait. */
public final class LedgerAnswer {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LedgerAnswer() {}

    /**
     * The answer.
     *
     * @throws LedgerUnavailableException if the database cannot be reached, refuses or is too slow
     */
    public static <T> T await(Uni<T> question) throws LedgerUnavailableException {
        try {
            return question.await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                throw new LedgerUnavailableException(e);
            }
            throw e;
        }
    }

    private static boolean isOutage(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof PgException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
