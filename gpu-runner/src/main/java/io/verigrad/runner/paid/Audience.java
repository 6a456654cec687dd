package io.verigrad.runner.paid;

import java.util.concurrent.CompletableFuture;

/** All who wait for the answer of one call: it goes on as long as one of them is there. */
final class Audience {
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private int present;

    /** One more waits. Who comes after all others have left revives nothing: the call has ended for them too. */
    synchronized void join(Presence consumer) {
        present++;
        consumer.onLeave(this::leave);
    }

    boolean isGone() {
        return gone.isDone();
    }

    /** Does {@code action} when the last one leaves, at once if all have left. */
    void whenGone(Runnable action) {
        var _ = gone.thenRun(action);
    }

    private void leave() {
        boolean last;
        synchronized (this) {
            last = --present == 0;
        }
        if (last) {
            gone.complete(null);
        }
    }
}
