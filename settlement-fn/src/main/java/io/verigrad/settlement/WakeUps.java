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
    /** Of the one thread that runs rounds. */
    private String lastFailure = "";

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

    /** Starts a round soon, unless one is about to start. */
    void wake() {
        if (asked.compareAndSet(false, true)) {
            rounds.execute(this::round);
        }
    }

    private void round() {
        asked.set(false);
        try {
            settler.settle();
            lastFailure = "";
        } catch (RuntimeException e) {
            // The next round starts from the ledger, which knows how far this one came.
            log(e);
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
