package io.verigrad.settlement;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Waits for the ledger on a thread that may block. */
final class Waiting {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Waiting() {}

    static <T> T on(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
