package io.verigrad.client.receipt;

import org.jspecify.annotations.Nullable;

/** Bytes that are not a signed receipt. The message names the member, what was expected and what was found. */
public final class ReceiptFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    ReceiptFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
