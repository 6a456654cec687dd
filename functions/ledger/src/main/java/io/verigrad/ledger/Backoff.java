package io.verigrad.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a payment that the chain refused for the time being waits before it is tried again: as long as it has waited
 * since it was affirmed, so each time about twice as long, within bounds.
 */
public record Backoff(Instant now, Duration least, Duration most) {
    public Backoff {
        if (least.isNegative() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException("expected 0 <= least <= most, found " + least + " and " + most);
        }
    }
}
