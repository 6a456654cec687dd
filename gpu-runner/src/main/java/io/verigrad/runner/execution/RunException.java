package io.verigrad.runner.execution;

import org.jspecify.annotations.Nullable;

/** A run that gave no answer. The message repeats nothing of the input. */
public final class RunException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Cause reason;

    /** Whose fault it was. */
    public enum Cause {
        /** The values are of the right shape and type, and the model still cannot take them. */
        INPUT,
        /** The model or the machine. */
        MODEL,
        /** The run took too long. */
        TIMEOUT,
        /** Too many calls wait for this model. */
        OVERLOADED,
        /** Nobody waits for the answer any more. */
        CANCELLED
    }

    public RunException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RunException(Cause reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
