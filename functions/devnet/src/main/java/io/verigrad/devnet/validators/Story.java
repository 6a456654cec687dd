package io.verigrad.devnet.validators;

import io.verigrad.value.TokenAmount;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what happens, step by step, and keeps what was expected of the chain and not found there. */
final class Story {
    private final PrintStream out;
    private final long start = System.nanoTime();
    private final List<String> wrong = new ArrayList<>();
    private int steps;
    private int checks;

    Story(PrintStream out) {
        this.out = out;
    }

    void step(String title) {
        steps++;
        out.printf("%n%d  %s (at %.1f s)%n", steps, title, seconds());
    }

    void line(String name, String text) {
        out.printf("   %-14s %s%n", name, text);
    }

    /** What must be so, as it was read back. */
    void expect(String what, Object expected, Object found) {
        checks++;
        boolean good = expected.equals(found);
        line(good ? "ok" : "WRONG", what + ": " + text(found) + (good ? "" : ", expected " + text(expected)));
        if (!good) {
            wrong.add(what);
        }
    }

    /** The last line. Whether all was as expected. */
    boolean end() {
        out.printf(
                "%n%s: %d of %d checks hold, %.1f s%n",
                wrong.isEmpty() ? "PASSED" : "FAILED " + wrong, checks - wrong.size(), checks, seconds());
        return wrong.isEmpty();
    }

    private static String text(Object value) {
        return switch (value) {
            case TokenAmount amount -> Stakes.text(amount);
            case Optional<?> some -> some.map(Object::toString).orElse("nothing");
            default -> value.toString();
        };
    }

    private double seconds() {
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }
}
