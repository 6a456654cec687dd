package io.verigrad.runner.paid;

import io.verigrad.runner.api.Problem;

/** Carries a refusal out of the steps of a call. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    private RefusedException(Refusal refusal) {
        super(refusal.toString());
        this.refusal = refusal;
    }

    static RefusedException unpaid(String reason) {
        return new RefusedException(new Refusal.Unpaid(reason));
    }

    static RefusedException failed(int status, String code, String message) {
        return failed(Problem.of(status, code, message));
    }

    static RefusedException failed(Problem problem) {
        return new RefusedException(new Refusal.Failed(problem));
    }

    Refusal refusal() {
        return refusal;
    }
}
