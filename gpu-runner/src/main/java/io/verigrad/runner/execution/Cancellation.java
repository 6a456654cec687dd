package io.verigrad.runner.execution;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.jspecify.annotations.Nullable;

/** Ends a run whose answer nobody waits for any more. ONNX Runtime stops at the next operation. */
final class Cancellation {
    private OrtSession.@Nullable RunOptions options;
    private boolean cancelled;

    synchronized void cancel() {
        cancelled = true;
        terminate();
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Binds this to a run that starts now; to null when it has ended, before its options are closed. */
    synchronized void bind(OrtSession.@Nullable RunOptions running) {
        options = running;
        if (cancelled) {
            terminate();
        }
    }

    private void terminate() {
        OrtSession.RunOptions running = options;
        if (running != null) {
            try {
                running.setTerminate(true);
            } catch (OrtException e) {
                throw new IllegalStateException("a run cannot be ended", e);
            }
        }
    }
}
