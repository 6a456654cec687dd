package io.verigrad.runner.paid;

import io.verigrad.runner.execution.RunException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How long a call takes, how much of that its model runs, and what the rest was spent on. Consumers see it (Server-Timing,
 * W3C), so that anybody can tell what the payment and the proof add.
 */
final class CallTime {
    private final long begun = System.nanoTime();
    private final Map<Step, Lap> steps = new EnumMap<>(Step.class);
    private long runBegun;
    private long run;
    private long rest;
    private long first;

    /** What a call does one after the other besides running its model. */
    enum Step {
        /** The payment is verified and reserved. */
        CHECK,
        /** What the chain's confirmation takes longer than the model. */
        CONFIRM,
        SIGN,
        /** The receipt reaches all replicas of the bus. */
        PUBLISH
    }

    /** A part of the call, from its start on. */
    record Lap(Duration begun, Duration ended) {}

    /** Something that a call does. */
    interface Doing<T, E extends Exception> {
        T get() throws E;
    }

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

    /** Does one step. */
    <T, E extends Exception> T step(Step step, Doing<T, E> doing) throws E {
        long start = System.nanoTime();
        try {
            return doing.get();
        } finally {
            steps.put(step, lap(start, System.nanoTime()));
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

    Duration sinceBegun() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** What was done, by name. */
    Map<String, Lap> laps() {
        Map<String, Lap> laps = new TreeMap<>();
        steps.forEach((step, lap) -> laps.put(name(step), lap));
        if (run != 0) {
            laps.put("run", lap(runBegun, runBegun + run));
        }
        return laps;
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

    private Lap lap(long from, long to) {
        return new Lap(Duration.ofNanos(from - begun), Duration.ofNanos(to - begun));
    }

    private static String name(Step step) {
        return step.name().toLowerCase(Locale.ROOT);
    }

    /** The header's value in milliseconds: {@code run}, all the rest as {@code pay}, and the steps of the rest. */
    String header() {
        StringBuilder header =
                new StringBuilder(String.format(Locale.ROOT, "run;dur=%.3f, pay;dur=%.3f", run / 1e6, rest / 1e6));
        steps.forEach((step, lap) -> header.append(String.format(
                Locale.ROOT,
                ", %s;dur=%.3f",
                name(step),
                lap.ended().minus(lap.begun()).toNanos() / 1e6)));
        return header.toString();
    }
}
