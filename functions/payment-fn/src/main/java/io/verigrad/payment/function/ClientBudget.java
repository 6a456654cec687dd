package io.verigrad.payment.function;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/** How many requests each client may make: so many a second, and twice that at once after a pause. */
final class ClientBudget {
    /** Clients choose their addresses, at least those of IPv6, so there must be an end to them. */
    static final int MAX_CLIENTS = 50_000;

    private record Left(double requests, Instant at) {}

    private final ConcurrentHashMap<String, Left> clients = new ConcurrentHashMap<>();
    private final double perSecond;
    private final Clock clock;

    ClientBudget(int perSecond, Clock clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Takes one request off a client's budget; false if nothing was left. */
    boolean take(String client) {
        if (clients.size() >= MAX_CLIENTS && !clients.containsKey(client)) {
            // Who has a full budget again need not be remembered.
            Instant full = clock.instant().minusSeconds(2);
            clients.values().removeIf(left -> left.at().isBefore(full));
            if (clients.size() >= MAX_CLIENTS) {
                return false;
            }
        }
        Instant now = clock.instant();
        return clients.merge(
                                client,
                                new Left(2 * perSecond - 1, now),
                                (left, first) -> new Left(Math.max(-1, refilled(left, now) - 1), now))
                        .requests()
                >= 0;
    }

    private double refilled(Left left, Instant now) {
        double seconds = Duration.between(left.at(), now).toNanos() / 1e9;
        return Math.min(2 * perSecond, Math.max(0, left.requests()) + Math.max(0, seconds) * perSecond);
    }
}
