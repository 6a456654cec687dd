package io.verigrad.attestation;

import java.time.Clock;
import java.time.Instant;

/**
 * What evidence is judged under, besides policy and nonce.
 *
 * @param challengedAt the time of the block that the nonce was made from. Evidence of a format without a time of its own
 *     counts as made then: no earlier is possible, and all validators agree on it. {@link Instant#EPOCH} if nobody knows
 *     it, which makes such evidence stale.
 * @param clock the time to judge certificates and collateral at
 */
public record Circumstances(Collateral collateral, Instant challengedAt, Clock clock) {
    /** No collateral, and a challenge of unknown time. */
    public static Circumstances at(Clock clock) {
        return new Circumstances(Collateral.NONE, Instant.EPOCH, clock);
    }
}
