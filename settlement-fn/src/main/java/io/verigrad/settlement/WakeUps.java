package io.verigrad.settlement;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Starts rounds: by the clock, and soon after a verifier's verdict. A thousand verdicts at once start one round. */
@Singleton
class WakeUps {
    private static final Logger LOG = Logger.getLogger(WakeUps.class);

    private final Settler settler;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ExecutorService rounds = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("settlement").factory());

    WakeUps(Settler settler) {
        this.settler = settler;
    }

    @Scheduled(every = "{verigrad.settlement.tick}", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        wake();
    }

    @Incoming("appraised-in")
    void appraised(byte[] event) {
        wake();
    }

    @PreDestroy
    void stop() {
        rounds.close();
    }

    private void wake() {
        if (asked.compareAndSet(false, true)) {
            rounds.execute(this::round);
        }
    }

    private void round() {
        asked.set(false);
        try {
            settler.settle();
        } catch (RuntimeException e) {
            // The next round starts from the ledger, which knows how far this one came.
            LOG.errorf(e, "A round of settlement failed");
        }
    }
}
