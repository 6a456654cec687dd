package io.verigrad.client.inference;

/** A proved answer is not in the form that was asked for. */
final class UnreadableAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableAnswerException(String problem) {
        super(problem);
    }
}
