package io.verigrad.runner.function;

/** A function that gave no usable answer. Whether it did its work is unknown unless {@link #sent} is false. */
public final class FunctionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    FunctionException(String message, boolean sent) {
        super(message);
        this.sent = sent;
    }

    FunctionException(String message, boolean sent, Throwable cause) {
        super(message, cause);
        this.sent = sent;
    }

    /** Whether the function may have seen the call. */
    public boolean sent() {
        return sent;
    }
}
