package io.verigrad.runner.paid;

import io.verigrad.runner.execution.RunException;
import java.util.Locale;

/**
 * How long a call takes, and how much of that its model runs. Consumers see both (Server-Timing, W3C), so that anybody can
 * tell what the payment and the proof add.
 */
final class CallTime {
    private final long begun = System.nanoTime();
    private long run;

    /** What a model does. */
    interface Work<T> {
        T run() throws RunException;
    }

    /** Runs the model. */
    <T> T of(Work<T> work) throws RunException {
        long start = System.nanoTime();
        try {
            return work.run();
        } finally {
            run = System.nanoTime() - start;
        }
    }

    /** The header's value until now: {@code run} and all the rest, in milliseconds. */
    String header() {
        long rest = System.nanoTime() - begun - run;
        return String.format(Locale.ROOT, "run;dur=%.3f, pay;dur=%.3f", run / 1e6, rest / 1e6);
    }
}
