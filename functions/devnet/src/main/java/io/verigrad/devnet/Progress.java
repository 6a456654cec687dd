package io.verigrad.devnet;

import java.io.PrintStream;
import java.time.Duration;

/** Says what is happening while something takes its time. */
public interface Progress {
    /** Nothing is said. */
    Progress SILENT = (part, state) -> {};

    void report(String part, String state);

    /** One line each, with the seconds since this progress began. */
    static Progress to(PrintStream out) {
        long start = System.nanoTime();
        return (part, state) -> out.printf(
                "  %6.1f s  %-12s %s%n",
                Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0, part, state);
    }
}
