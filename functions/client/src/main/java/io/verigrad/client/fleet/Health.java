package io.verigrad.client.fleet;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which runners failed lately. Each failure in a row doubles the time in which others come first. Safe for many threads. */
final class Health {
    private static final Duration FIRST_REST = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 6;

    private final Map<URI, Rest> resting = new ConcurrentHashMap<>();
    private final Clock clock;

    Health(Clock clock) {
        this.clock = clock;
    }

    private record Rest(int failures, Instant until) {}

    void failed(URI runner) {
        resting.compute(runner, (key, before) -> {
            int failures = before == null ? 1 : before.failures() + 1;
            Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
            return new Rest(failures, clock.instant().plus(rest));
        });
    }

    void answered(URI runner) {
        resting.remove(runner);
    }

    boolean isResting(URI runner) {
        Rest rest = resting.get(runner);
        return rest != null && clock.instant().isBefore(rest.until());
    }
}
