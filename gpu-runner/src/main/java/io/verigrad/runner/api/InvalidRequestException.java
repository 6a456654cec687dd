package io.verigrad.runner.api;

import java.util.Optional;

/** A request that cannot be served as it is. Its message says what was expected, and repeats no prompt. */
public final class InvalidRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    public InvalidRequestException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    /** A request with status 400. */
    public static InvalidRequestException of(String code, String parameter, String message) {
        return new InvalidRequestException(new Problem(400, code, message, Optional.of(parameter)));
    }

    public Problem problem() {
        return problem;
    }
}
