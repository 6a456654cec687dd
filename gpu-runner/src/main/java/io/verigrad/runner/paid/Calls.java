package io.verigrad.runner.paid;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs every call once: who comes meanwhile with the same key joins, who comes later gets the kept answer. */
final class Calls {
    private final KeptAnswers kept;
    private final Map<CallKey, Running> running = new ConcurrentHashMap<>();

    private record Running(CompletableFuture<PaidResponse> answer, Audience audience) {
        Running() {
            this(new CompletableFuture<>(), new Audience());
        }
    }

    Calls(KeptAnswers kept) {
        this.kept = kept;
    }

    /**
     * @param consumer who waits for the answer
     * @param work runs the call, if it was not run before, for all who wait
     * @param release makes the response of an answer that was held back; a refusal leaves it held
     */
    PaidResponse once(
            CallKey key,
            Presence consumer,
            Function<Audience, CallOutcome> work,
            Function<CallOutcome.Held, PaidResponse> release) {
        Running mine = new Running();
        mine.audience().join(consumer);
        Running theirs = running.putIfAbsent(key, mine);
        if (theirs != null) {
            theirs.audience().join(consumer);
            return theirs.answer().join();
        }
        try {
            PaidResponse response = switch (find(key, () -> work.apply(mine.audience()))) {
                case CallOutcome.Given(PaidResponse given) -> given;
                case CallOutcome.Held held -> release(key, held, release);
            };
            mine.answer().complete(response);
            return response;
        } catch (RuntimeException | Error e) {
            mine.answer().completeExceptionally(e);
            throw e;
        } finally {
            running.remove(key, mine);
        }
    }

    /** The answer of a call that was run before. */
    Optional<PaidResponse> before(CallKey key) {
        return kept.find(key)
                .filter(CallOutcome.Given.class::isInstance)
                .map(outcome -> ((CallOutcome.Given) outcome).response());
    }

    /** Looked up after the place in {@link #running} was taken: an answer is kept before its place is given up. */
    private CallOutcome find(CallKey key, Supplier<CallOutcome> work) {
        Optional<CallOutcome> before = kept.find(key);
        if (before.isPresent()) {
            return before.get();
        }
        CallOutcome outcome = work.get();
        if (!(outcome instanceof CallOutcome.Given(PaidResponse response)) || response.status() == 200) {
            kept.keep(key, outcome);
        }
        return outcome;
    }

    private PaidResponse release(CallKey key, CallOutcome.Held held, Function<CallOutcome.Held, PaidResponse> release) {
        PaidResponse response = release.apply(held);
        if (response.status() == 200) {
            kept.keep(key, new CallOutcome.Given(response));
        }
        return response;
    }
}
