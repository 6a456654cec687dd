package io.verigrad.explorer.live;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.verigrad.explorer.call.CallSummary;
import io.verigrad.explorer.call.Calls;
import io.verigrad.explorer.problem.Problem;
import io.verigrad.value.Hash32;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One query a second for all readers together, and none while nobody reads. */
@ApplicationScoped
class LiveFeed {
    private static final long PERIOD_MS = 1000;
    private static final int WATCHED = 50;
    private static final int MAX_READERS = 500;
    private static final int MAX_BEHIND = 16;

    private final BroadcastProcessor<LiveUpdate> updates = BroadcastProcessor.create();
    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final Calls calls;
    private final Clock clock;
    private volatile Map<Hash32, Instant> seen = Map.of();

    LiveFeed(Calls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(PERIOD_MS, tick -> ask());
    }

    /** Updates from now on. A reader that falls behind is cut off and comes again. */
    Multi<LiveUpdate> follow() {
        return Multi.createFrom().deferred(() -> {
            if (readers.incrementAndGet() > MAX_READERS) {
                readers.decrementAndGet();
                return Multi.createFrom().failure(Problem.unavailable("too many readers of the live list"));
            }
            return updates.onOverflow().buffer(MAX_BEHIND).onTermination().invoke(readers::decrementAndGet);
        });
    }

    private void ask() {
        if (readers.get() == 0 || !asking.compareAndSet(false, true)) {
            return;
        }
        calls.newest(WATCHED).eventually(() -> asking.set(false)).subscribe().with(this::tell, failure -> {
            // Readers notice by the age of what they have; the query has logged why.
        });
    }

    private void tell(List<CallSummary> newest) {
        Map<Hash32, Instant> before = seen;
        List<CallSummary> changed = newest.stream()
                .filter(call -> !call.updatedAt().equals(before.get(call.paymentId())))
                .toList();
        Map<Hash32, Instant> now = new HashMap<>();
        newest.forEach(call -> now.put(call.paymentId(), call.updatedAt()));
        seen = Map.copyOf(now);
        updates.onNext(new LiveUpdate(clock.instant(), changed));
    }
}
