package io.verigrad.runner.execution;

/** Decides how a text goes on. Called by the thread that runs the model, so it must not wait. */
@FunctionalInterface
public interface Stepper {
    /** What ends a text. */
    int END = -1;

    /** The next token by the logits of all tokens, or {@link #END}. */
    int next(float[] logits);
}
