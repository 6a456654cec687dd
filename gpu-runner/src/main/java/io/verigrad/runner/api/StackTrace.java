package io.verigrad.runner.api;

import org.jspecify.annotations.Nullable;

/** Tells where something failed and nothing of what it said: messages of libraries may repeat prompts. */
public final class StackTrace {
    private static final int MAX_CAUSES = 5;
    private static final int MAX_FRAMES = 12;

    private StackTrace() {}

    /** Class names and frames of a failure and its causes. */
    public static String withoutMessages(Throwable failure) {
        StringBuilder text = new StringBuilder();
        @Nullable Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            text.append(i == 0 ? "" : "\ncaused by ").append(cause.getClass().getName());
            StackTraceElement[] frames = cause.getStackTrace();
            for (int f = 0; f < Math.min(frames.length, MAX_FRAMES); f++) {
                text.append("\n    at ").append(frames[f]);
            }
            cause = cause.getCause();
        }
        return text.toString();
    }
}
