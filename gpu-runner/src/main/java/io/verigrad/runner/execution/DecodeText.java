package io.verigrad.runner.execution;

import java.util.concurrent.CompletableFuture;

/** A text that a decoder writes. */
final class DecodeText {
    final long[] prompt;
    final Cancellation cancellation = new Cancellation();
    final CompletableFuture<Boolean> done = new CompletableFuture<>();

    private final Stepper stepper;
    /** The last token, which the model has not read yet. */
    private long token;

    DecodeText(long[] prompt, Stepper stepper) {
        this.prompt = prompt;
        this.stepper = stepper;
        this.token = prompt[prompt.length - 1];
    }

    long token() {
        return token;
    }

    /** Takes the logits after the last token; false if the text has ended. */
    boolean goesOn(float[] logits) {
        if (cancellation.isCancelled()) {
            cancel();
            return false;
        }
        try {
            int next = stepper.next(logits);
            if (next != Stepper.END) {
                token = next;
                return true;
            }
            done.complete(true);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
        return false;
    }

    void cancel() {
        done.completeExceptionally(new RunException(RunException.Cause.CANCELLED, "the run was ended"));
    }
}
