package io.verigrad.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * Who holds payments back from other settlers, and how long. A claim that ends by itself needs no one to clean up after
 * a crash; what must not happen twice is guarded by states, not by claims.
 */
public record Claim(UUID owner, Instant now, Instant until) {
    public Claim {
        if (!until.isAfter(now)) {
            throw new IllegalArgumentException("expected a claim that ends after " + now + ", found " + until);
        }
    }
}
