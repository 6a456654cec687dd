package io.verigrad.settlement;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts rounds: by the clock, and soon after a verifier's verdict. A thousand verdicts at once start one round. */
@Singleton
class WakeUps {
    private static final Logger LOG = Logger.getLogger(WakeUps.class);

    private final Settler settler;
    /** The round that was asked for and has not begun. */
    private final AtomicReference<@Nullable CompletableFuture<Void>> asked = new AtomicReference<>();
    /** Of the one thread that runs rounds. */
    private String lastFailure = "";

    private final ExecutorService rounds = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("settlement").factory());

    WakeUps(Settler settler) {
        this.settler = settler;
    }

    @Scheduled(every = "{verigrad.settlement.tick}", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        var _ = wake();
    }

    @Incoming("appraised-in")
    void appraised(byte[] event) {
        var _ = wake();
    }

    @PreDestroy
    void stop() {
        rounds.close();
    }

    /** Starts a round soon, unless one is about to start; done when that round is over, failed when it failed. */
    Uni<Void> round() {
        return Uni.createFrom().completionStage(wake());
    }

    private CompletableFuture<Void> wake() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> others = asked.compareAndExchange(null, mine);
        if (others != null) {
            return others;
        }
        rounds.execute(() -> run(mine));
        return mine;
    }

    private void run(CompletableFuture<Void> round) {
        asked.set(null);
        try {
            settler.settle();
            lastFailure = "";
            round.complete(null);
        } catch (RuntimeException e) {
            // The next round starts from the ledger, which knows how far this one came.
            log(e);
            round.completeExceptionally(e);
        }
    }

    /** An outage fails every round in the same way: its trace is of use once. */
    private void log(RuntimeException e) {
        if (e.toString().equals(lastFailure)) {
            LOG.warnf("A round of settlement failed again: %s", lastFailure);
        } else {
            LOG.errorf(e, "A round of settlement failed");
            lastFailure = e.toString();
        }
    }
}
