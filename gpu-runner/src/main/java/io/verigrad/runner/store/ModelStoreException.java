package io.verigrad.runner.store;

import org.jspecify.annotations.Nullable;

/** A model that must not be used: its folder is incomplete, malformed, or not what its manifest says. */
public final class ModelStoreException extends Exception {
    private static final long serialVersionUID = 1L;

    ModelStoreException(String message) {
        this(message, null);
    }

    ModelStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
