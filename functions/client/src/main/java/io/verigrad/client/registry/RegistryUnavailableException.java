package io.verigrad.client.registry;

import org.jspecify.annotations.Nullable;

/** The registry could not be asked, or the node answered nonsense. The message never holds the node's URL. */
public final class RegistryUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
