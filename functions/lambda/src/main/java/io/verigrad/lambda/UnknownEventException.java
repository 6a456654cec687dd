package io.verigrad.lambda;

/** An event that no function here takes, or whose form is not the one that Lambda promises. */
final class UnknownEventException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownEventException(String message) {
        super(message);
    }
}
