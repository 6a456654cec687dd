package io.verigrad.runner.paid;

import java.util.concurrent.CompletableFuture;

/** Whether a consumer still waits for its answer. */
public final class Presence {
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    /** The consumer hung up. */
    public void leave() {
        left.complete(null);
    }

    /** Does {@code action} when the consumer leaves, at once if it has left. */
    void onLeave(Runnable action) {
        var _ = left.thenRun(action);
    }
}
