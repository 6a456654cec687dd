package io.verigrad.runner.execution;

import java.time.Duration;

/**
 * How calls of one model share runs.
 *
 * @param size the most rows of one run; 1 runs every call alone
 * @param delay how long a call waits for others once a run could start
 * @param waiting the most calls that wait for one model
 * @param inexact whether generated texts share runs although that changes bits
 */
public record BatchSettings(int size, Duration delay, int waiting, boolean inexact) {
    /** Runs are shared only where no bit changes. */
    public BatchSettings(int size, Duration delay, int waiting) {
        this(size, delay, waiting, false);
    }

    public BatchSettings {
        if (size < 1 || waiting < 1 || delay.isNegative()) {
            throw new IllegalArgumentException("expected a positive batch size and queue, and no negative delay");
        }
    }
}
