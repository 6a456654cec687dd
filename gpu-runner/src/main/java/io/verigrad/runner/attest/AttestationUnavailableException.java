package io.verigrad.runner.attest;

import org.jspecify.annotations.Nullable;

/** The machine does not give evidence. The message says which part of it, and what was expected of it. */
public final class AttestationUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AttestationUnavailableException(String message) {
        super(message);
    }

    AttestationUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
