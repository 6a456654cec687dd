package io.verigrad.runner.paid;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Runs every call once: who comes meanwhile with the same key joins, who comes later gets the kept answer. */
final class Calls {
    private final KeptAnswers kept;
    private final Map<CallKey, CompletableFuture<PaidResponse>> running = new ConcurrentHashMap<>();

    Calls(KeptAnswers kept) {
        this.kept = kept;
    }

    PaidResponse once(CallKey key, Supplier<PaidResponse> work) {
        CompletableFuture<PaidResponse> mine = new CompletableFuture<>();
        CompletableFuture<PaidResponse> theirs = running.putIfAbsent(key, mine);
        if (theirs != null) {
            return theirs.join();
        }
        try {
            PaidResponse response = find(key, work);
            mine.complete(response);
            return response;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(key, mine);
        }
    }

    /** Looked up after the place in {@link #running} was taken: an answer is kept before its place is given up. */
    private PaidResponse find(CallKey key, Supplier<PaidResponse> work) {
        Optional<PaidResponse> before = kept.find(key);
        if (before.isPresent()) {
            return before.get();
        }
        PaidResponse response = work.get();
        if (response.status() == 200) {
            kept.keep(key, response);
        }
        return response;
    }
}
