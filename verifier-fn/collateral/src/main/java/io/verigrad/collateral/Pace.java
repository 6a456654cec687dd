package io.verigrad.collateral;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Our restraint towards one service: so many requests at once, then one for each interval. Safe for many threads. */
final class Pace {
    private final Duration interval;
    private final int burst;
    private final Clock clock;
    private double allowed;
    private Instant counted;
    private Instant silentUntil = Instant.MIN;

    Pace(Service service, Clock clock) {
        this.interval = service.interval();
        this.burst = service.burst();
        this.clock = clock;
        this.allowed = burst;
        this.counted = clock.instant();
    }

    /** Takes one request, if one is allowed now. */
    synchronized boolean take() {
        Instant now = clock.instant();
        double gained = (double) Duration.between(counted, now).toMillis() / interval.toMillis();
        allowed = Math.min(burst, allowed + Math.max(0, gained));
        counted = now;
        if (now.isBefore(silentUntil) || allowed < 1) {
            return false;
        }
        allowed--;
        return true;
    }

    /** Allows nothing for a time, as the service asked. */
    synchronized void beSilent(Duration time) {
        silentUntil = clock.instant().plus(time);
    }
}
