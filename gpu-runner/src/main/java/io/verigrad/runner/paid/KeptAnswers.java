package io.verigrad.runner.paid;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers in memory for those who ask again with the same payment; bounded, the oldest go first. */
public final class KeptAnswers {
    private final int maxCount;
    private final long maxBytes;
    private final Duration lifetime;
    private final Clock clock;
    private final Map<CallKey, Kept> answers = new LinkedHashMap<>();
    private long bytes;

    private record Kept(CallOutcome outcome, Instant until) {}

    public KeptAnswers(int maxCount, long maxBytes, Duration lifetime, Clock clock) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    synchronized Optional<CallOutcome> find(CallKey key) {
        evict();
        return Optional.ofNullable(answers.get(key)).map(Kept::outcome);
    }

    synchronized void keep(CallKey key, CallOutcome outcome) {
        Kept before = answers.put(key, new Kept(outcome, clock.instant().plus(lifetime)));
        bytes += outcome.size() - (before == null ? 0 : before.outcome().size());
        evict();
    }

    private void evict() {
        Instant now = clock.instant();
        Iterator<Kept> oldest = answers.values().iterator();
        while (oldest.hasNext()) {
            Kept kept = oldest.next();
            if (answers.size() <= maxCount && bytes <= maxBytes && kept.until().isAfter(now)) {
                return;
            }
            bytes -= kept.outcome().size();
            oldest.remove();
        }
    }
}
