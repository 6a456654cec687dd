package io.verigrad.runner.execution;

import io.verigrad.runner.api.Problem;
import org.jspecify.annotations.Nullable;

/** A run that gave no answer. The message repeats nothing of the input. */
public final class RunException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Cause reason;
    private final transient @Nullable Problem problem;

    /** Whose fault it was. */
    public enum Cause {
        /** The values are of the right shape and type, and the model still cannot take them. */
        INPUT,
        /** The model or the machine. */
        MODEL,
        /** The run took too long. */
        TIMEOUT,
        /** There is not enough memory for the model, or for this run of it. */
        MEMORY,
        /** Too many calls wait for this model. */
        OVERLOADED,
        /** Nobody waits for the answer any more. */
        CANCELLED,
        /** Whoever runs the model elsewhere; {@link #problem} says it. */
        UPSTREAM
    }

    public RunException(Cause reason, String message) {
        this(reason, message, null);
    }

    public RunException(Cause reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.problem = null;
    }

    /** Of an upstream. */
    public RunException(Problem problem) {
        super(problem.code());
        this.reason = Cause.UPSTREAM;
        this.problem = problem;
    }

    /** What the consumer is told where an upstream failed. */
    public Problem problem() {
        return problem != null ? problem : Problem.of(500, "model_failed", "the model failed; nothing was charged");
    }

    public Cause reason() {
        return reason;
    }
}
