package io.verigrad.devnet.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** What a run was and what it found. */
record ChaosReport(Chaos.Plan plan, Calls calls, Duration called, Duration drained, Audit.Result audit) {
    /** How many payments were sent, by what their senders know of them. */
    record Calls(long answered, long refused, long cut) {
        static Calls of(List<Attempt> attempts) {
            return new Calls(
                    attempts.stream().filter(Attempt.Answered.class::isInstance).count(),
                    attempts.stream().filter(Attempt.Refused.class::isInstance).count(),
                    attempts.stream().filter(Attempt.Cut.class::isInstance).count());
        }
    }

    boolean isGood() {
        return audit.findings().isEmpty();
    }

    void print(PrintStream out) {
        audit.findings().stream().limit(20).forEach(finding -> out.println("  NOT AS IT HAS TO BE: " + finding));
        out.printf(
                """

                seed            %d
                payments sent   %d by %d payers, %d at once, in %d s
                  answered      %d
                  refused       %d
                  cut off       %d (of these charged, with a receipt: %d)
                faults          %d
                settled         %d
                losses          %d
                double charges  %d
                other findings  %d
                time to drain   %.1f s
                """,
                plan.seed(),
                calls.answered() + calls.refused() + calls.cut(),
                plan.payers(),
                plan.atOnce(),
                called.toSeconds(),
                calls.answered(),
                calls.refused(),
                calls.cut(),
                audit.chargedUnanswered(),
                plan.faults(),
                audit.settled(),
                audit.losses(),
                audit.doubleCharges(),
                audit.findings().size() - audit.losses() - audit.doubleCharges(),
                drained.toMillis() / 1000.0);
    }
}
