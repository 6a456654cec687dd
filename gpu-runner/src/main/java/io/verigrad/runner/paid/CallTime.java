package io.verigrad.runner.paid;

import io.verigrad.runner.execution.RunException;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How long a call takes, and how much of that its model runs. Consumers see both (Server-Timing, W3C), so that anybody can
 * tell what the payment and the proof add.
 */
final class CallTime {
    private final long begun = System.nanoTime();
    private long runBegun;
    private long run;
    private long rest;
    private long first;

    /** What a model does. */
    interface Work<T> {
        T run() throws RunException;
    }

    /** Runs the model. */
    <T> T of(Work<T> work) throws RunException {
        runBegun = System.nanoTime();
        try {
            return work.run();
        } finally {
            run = System.nanoTime() - runBegun;
        }
    }

    /** Something that the model made is there. */
    void made() {
        if (first == 0) {
            first = Math.max(1, System.nanoTime() - runBegun);
        }
    }

    /** The call has its receipt. */
    CallTime ended() {
        rest = System.nanoTime() - begun - run;
        return this;
    }

    long runNanos() {
        return run;
    }

    long restNanos() {
        return rest;
    }

    /** From the start of the run to the first piece of a stream. */
    OptionalLong firstNanos() {
        return first == 0 ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /** The header's value: {@code run} and all the rest, in milliseconds. */
    String header() {
        return String.format(Locale.ROOT, "run;dur=%.3f, pay;dur=%.3f", run / 1e6, rest / 1e6);
    }
}
