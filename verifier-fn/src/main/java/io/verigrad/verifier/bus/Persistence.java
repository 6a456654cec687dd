package io.verigrad.verifier.bus;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Tries work again until it succeeds. While a database, a node or a broker is away that is for ever, so nothing is lost;
 * a failure of another kind is a bug or a poisoned event, and after some attempts must not block what comes behind it.
 *
 * @param min the first wait
 * @param max the longest wait
 */
record Persistence(Duration min, Duration max) {
    static final int ATTEMPTS = 10;

    private static final Logger LOG = Logger.getLogger(Persistence.class);
    private static final double JITTER = 0.2;

    /** Runs blocking work on a worker thread. */
    <T> Uni<T> blocking(String what, Callable<T> work) {
        Executor workers = Infrastructure.getDefaultWorkerPool();
        return reactive(
                what,
                Uni.createFrom()
                        .<T>emitter(emitter -> {
                            try {
                                emitter.complete(work.call());
                            } catch (Exception e) {
                                emitter.fail(e);
                            }
                        })
                        .runSubscriptionOn(workers));
    }

    <T> Uni<T> reactive(String what, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            AtomicInteger attempts = new AtomicInteger();
            return work.onFailure(failure -> isWorthAnotherTry(what, failure, attempts.incrementAndGet()))
                    .retry()
                    .withBackOff(min, max)
                    .withJitter(JITTER)
                    .indefinitely();
        });
    }

    private static boolean isWorthAnotherTry(String what, Throwable failure, int attempt) {
        boolean again =
                Outage.isCauseOf(failure) || !(failure instanceof MalformedEventException) && attempt < ATTEMPTS;
        if (again) {
            LOG.warnf("%s failed, attempt %d: %s", what, attempt, failure);
        }
        return again;
    }
}
