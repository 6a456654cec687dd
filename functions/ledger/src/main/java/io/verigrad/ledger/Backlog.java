package io.verigrad.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * What waits to be settled and is claimed by no one.
 *
 * @param affirmedSince when the payment that waits longest was affirmed
 * @param nearestDeadline the first deadline of all that wait
 * @param instant whether one of them settles before its answer is given
 */
public record Backlog(int count, Optional<Instant> affirmedSince, Optional<Instant> nearestDeadline, boolean instant) {}
