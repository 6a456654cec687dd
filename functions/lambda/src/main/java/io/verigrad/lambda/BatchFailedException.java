package io.verigrad.lambda;

/** Fails the invocation, so that Lambda delivers its event again. */
final class BatchFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BatchFailedException(String message) {
        super(message);
    }
}
