package io.verigrad.runner.hub;

import io.verigrad.runner.api.Problem;

/** A model that is not taken, or not taken back. */
public final class PublicationRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    PublicationRefusedException(int status, String code, String message) {
        super(message);
        this.problem = Problem.of(status, code, message);
    }

    public Problem problem() {
        return problem;
    }
}
