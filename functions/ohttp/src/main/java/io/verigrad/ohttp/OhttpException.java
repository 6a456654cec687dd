package io.verigrad.ohttp;

/** Bytes that are no message of this protocol, or that were not made for this key; the message says what was expected. */
public final class OhttpException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean keyUnknown;

    OhttpException(String message) {
        super(message);
        this.keyUnknown = false;
    }

    OhttpException(String message, Throwable cause) {
        super(message, cause);
        this.keyUnknown = false;
    }

    private OhttpException(String message, boolean keyUnknown) {
        super(message);
        this.keyUnknown = keyUnknown;
    }

    static OhttpException unknownKey(String message) {
        return new OhttpException(message, true);
    }

    /** Whether the request names another key, so that the client should ask for the present one (RFC 9458, section 5.3). */
    public boolean keyUnknown() {
        return keyUnknown;
    }
}
