package io.verigrad.runner.execution;

import java.util.BitSet;

/**
 * Whether calls of a model may share runs. What the inspection of its graph leaves open is tried: the first run of each
 * number of rows is repeated call by call, and one different bit ends all sharing, because a receipt promises an answer
 * that a recheck can repeat alone.
 */
final class BatchTrial {
    private final BitSet tried = new BitSet();
    private volatile boolean passed;

    BatchTrial(boolean allowed) {
        this.passed = allowed;
    }

    boolean passed() {
        return passed;
    }

    synchronized boolean isNeededFor(long rows) {
        return !tried.get(Math.toIntExact(rows));
    }

    /** Takes the result of a trial; false if sharing has ended. */
    synchronized boolean record(long rows, boolean same) {
        tried.set(Math.toIntExact(rows));
        passed &= same;
        return passed;
    }
}
