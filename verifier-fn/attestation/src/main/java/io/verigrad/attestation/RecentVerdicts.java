package io.verigrad.attestation;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Acceptances of the last moments, so that evidence that is shown again is not judged again: a runner that asks a second
 * time, an event that came twice, a stranger who repeats what he saw. Refusals are not kept: what was missing then may be
 * there now. Safe for many threads.
 */
public final class RecentVerdicts {
    private final int capacity;
    private final Duration lifetime;
    private final Map<Shown, Kept> kept;

    /**
     * @param capacity how many are kept; beyond, the one that was not asked for the longest goes
     * @param lifetime how long one is kept at most, and so how late a new revocation list or advisory is seen
     */
    public RecentVerdicts(int capacity, Duration lifetime) {
        this.capacity = capacity;
        this.lifetime = lifetime;
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Shown, Kept> eldest) {
                return size() > RecentVerdicts.this.capacity;
            }
        };
    }

    /** What was said of this same evidence, byte by byte, if it still holds. */
    public synchronized Optional<EnclaveVerdict.Affirming> of(
            Evidence evidence, Hash32 nonce, Address operator, Instant now) {
        Shown shown = new Shown(evidence, nonce, operator);
        Kept known = kept.get(shown);
        if (known == null) {
            return Optional.empty();
        }
        // A clock that was set back says nothing of how old this is.
        if (now.isBefore(known.since) || !now.isBefore(known.until)) {
            kept.remove(shown);
            return Optional.empty();
        }
        return Optional.of(known.verdict);
    }

    /** Keeps what was said of evidence for the next time. */
    public synchronized void add(
            Evidence evidence, Hash32 nonce, Address operator, EnclaveVerdict.Affirming verdict, Instant now) {
        Instant end = now.plus(lifetime);
        Instant until = end.isBefore(verdict.goodUntil()) ? end : verdict.goodUntil();
        kept.put(new Shown(evidence, nonce, operator), new Kept(verdict, now, until));
    }

    private record Shown(Evidence evidence, Hash32 nonce, Address operator) {}

    private record Kept(EnclaveVerdict.Affirming verdict, Instant since, Instant until) {}
}
