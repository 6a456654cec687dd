package io.verigrad.runner.hub;

import io.verigrad.runner.api.Problem;
import java.util.OptionalLong;

/** An upload that cannot begin or go on. */
public final class UploadRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final OptionalLong offset;

    UploadRefusedException(int status, String code, String message) {
        this(status, code, message, OptionalLong.empty());
    }

    UploadRefusedException(int status, String code, String message, OptionalLong offset) {
        super(message);
        this.problem = Problem.of(status, code, message);
        this.offset = offset;
    }

    public Problem problem() {
        return problem;
    }

    /** Where the upload goes on, if the caller was at another place. */
    public OptionalLong offset() {
        return offset;
    }
}
