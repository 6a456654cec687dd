package io.verigrad.runner.enclave;

import org.jspecify.annotations.Nullable;

/** An attempt to register that came to nothing; it is tried again. */
final class RegistrationException extends Exception {
    private static final long serialVersionUID = 1L;

    RegistrationException(String message) {
        this(message, null);
    }

    RegistrationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
