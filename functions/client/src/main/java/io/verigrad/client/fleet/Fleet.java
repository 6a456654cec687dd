package io.verigrad.client.fleet;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.CallStep;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.Network;
import io.verigrad.client.OneCharge;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.receipt.Payment;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Calls a model on the best of many runners, and on the next if that one fails. All payments of one call have one id, bound to
 * the request and burnt by the token: whichever runners hold one, the chain takes money for it once. A second id is signed
 * only after the first was given up, and never while any runner may still hold a receipt for it. Blocks; safe for many threads.
 */
public final class Fleet {
    private static final int MOST_TRIES = 8;

    private final VerigradClient client;
    private final Candidates candidates;
    private final Health health;

    /**
     * A fleet.
     *
     * @param client pays and verifies, by the same network and policy
     * @param http for looking at runners; a shorter timeout than that for calls is wise
     */
    public Fleet(
            VerigradClient client,
            Runners runners,
            Network network,
            ClientPolicy policy,
            BoundedHttp http,
            Clock clock) {
        this.client = client;
        this.health = new Health(clock);
        this.candidates =
                new Candidates(runners, new Lookout(network, http, policy.minAssurance(), clock), health, clock);
    }

    /** As {@link #post(String, String, Bytes, Consumer)}, unwatched. */
    public FleetOutcome post(String model, String path, Bytes json) {
        return post(model, path, json, step -> {});
    }

    /**
     * Calls a model.
     *
     * @param model which the runner must have
     * @param path such as {@code /v1/embeddings}
     * @param watcher is told each step of each try, on this thread
     */
    public FleetOutcome post(String model, String path, Bytes json, Consumer<CallStep> watcher) {
        Candidates.Found found;
        try {
            found = candidates.of(model);
        } catch (IOException e) {
            return new FleetOutcome.NoRunner(List.of("the list of runners: " + e.getMessage()));
        }
        List<String> problems = found.unfit().stream()
                .map(unfit -> unfit.runner() + " " + unfit.problem())
                .toList();
        return found.fit().isEmpty()
                ? new FleetOutcome.NoRunner(problems)
                : new Call(path, json, watcher).of(found.fit());
    }

    /** One call and its tries. */
    private final class Call {
        private final String path;
        private final Bytes json;
        private final Consumer<CallStep> watcher;
        private final List<Attempt> attempts = new ArrayList<>();
        private OneCharge charge = client.newCall();

        Call(String path, Bytes json, Consumer<CallStep> watcher) {
            this.path = path;
            this.json = json;
            this.watcher = watcher;
        }

        FleetOutcome of(List<Candidate> ranked) {
            for (Candidate candidate : ranked) {
                NextStep next = attempt(candidate.runner());
                if (next == NextStep.ASK_AGAIN) {
                    next = attempt(candidate.runner());
                } else if (next == NextStep.NEW_PAYMENT && isSettledWithoutCharge()) {
                    charge = client.newCall();
                    next = attempt(candidate.runner());
                }
                if (next == NextStep.END || attempts.size() >= MOST_TRIES) {
                    break;
                }
            }
            return new FleetOutcome.Called(attempts, deciding());
        }

        private NextStep attempt(URI runner) {
            CallOutcome outcome = client.post(runner.resolve(path), json, charge, this::step);
            attempts.add(new Attempt(runner, outcome));
            NextStep next = NextStep.after(outcome);
            if (outcome instanceof CallOutcome.Answered) {
                health.answered(runner);
            } else if (next != NextStep.END) {
                health.failed(runner);
            }
            return next;
        }

        private void step(CallStep step) {
            if (step instanceof CallStep.PaymentSigned(Payment payment)) {
                charge = charge.after(payment);
            }
            watcher.accept(step);
        }

        /** Whether no runner can hold a receipt for what was signed so far. */
        private boolean isSettledWithoutCharge() {
            return attempts.stream().map(Attempt::outcome).noneMatch(Call::mayBeCharged);
        }

        /** An answer, else what may still cost something, else the last word. */
        private Attempt deciding() {
            Attempt last = attempts.getLast();
            return last.outcome() instanceof CallOutcome.Answered
                    ? last
                    : Stream.concat(
                                    attempts.stream().filter(attempt -> mayBeCharged(attempt.outcome())),
                                    Stream.of(last))
                            .findFirst()
                            .orElse(last);
        }

        private static boolean mayBeCharged(CallOutcome outcome) {
            return switch (outcome) {
                case CallOutcome.Answered _, CallOutcome.Unverified _, CallOutcome.Unconfirmed _ -> true;
                case CallOutcome.Unreachable unreachable -> unreachable.paymentSent();
                case CallOutcome.Refused _ -> false;
            };
        }
    }
}
