package io.verigrad.runner.forward;

import io.verigrad.runner.api.Problem;
import org.jspecify.annotations.Nullable;

/** An upstream gave no answer that can be passed on. The message repeats nothing of request or answer. */
final class UpstreamException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What went wrong, and what the consumer is told. */
    enum Kind {
        UNREACHABLE(502, "upstream_unreachable"),
        IDENTITY_CHANGED(503, "upstream_identity_changed"),
        TIMEOUT(504, "upstream_timeout"),
        INVALID_ANSWER(502, "upstream_invalid_answer"),
        REFUSED_REQUEST(400, "upstream_refused_request"),
        REFUSED_RUNNER(502, "upstream_refused_runner"),
        BUSY(503, "upstream_busy"),
        FAILED(502, "upstream_failed"),
        CANCELLED(499, "cancelled");

        private final int status;
        private final String code;

        Kind(int status, String code) {
            this.status = status;
            this.code = code;
        }
    }

    UpstreamException(Kind kind, String message) {
        this(kind, message, null);
    }

    UpstreamException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    Problem problem() {
        return Problem.of(kind.status, kind.code, "the upstream: " + getMessage() + "; nothing was charged");
    }
}
