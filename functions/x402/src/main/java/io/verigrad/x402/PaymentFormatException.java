package io.verigrad.x402;

import org.jspecify.annotations.Nullable;

/** An x402 object or header that cannot be read. The message names the member, what was expected and what was found. */
public final class PaymentFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    PaymentFormatException(Reason reason, String message) {
        this(reason, message, null);
    }

    PaymentFormatException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The code that an answer on the wire gives. */
    public Reason reason() {
        return reason;
    }
}
