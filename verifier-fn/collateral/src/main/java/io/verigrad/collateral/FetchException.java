package io.verigrad.collateral;

import org.jspecify.annotations.Nullable;

/** A service did not give what was asked of it. The message is safe to show: it repeats nothing of the answer. */
public final class FetchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Cause kind;

    /** Why. */
    public enum Cause {
        /** The service, or our own restraint towards it, allows no request now. */
        RATE_LIMITED,
        /** No whole answer came in time, or none at all. */
        UNREACHABLE,
        /** It knows nothing of the kind. */
        NOT_FOUND,
        /** It answered with another status than 200. */
        STATUS,
        /** It answered with something else than what it should. */
        MALFORMED
    }

    FetchException(Cause kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    FetchException(Cause kind, String message) {
        this(kind, message, null);
    }

    public Cause kind() {
        return kind;
    }
}
