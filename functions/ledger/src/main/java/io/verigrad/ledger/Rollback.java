package io.verigrad.ledger;

/** Ends a transaction without its changes and carries the outcome that its caller gets. */
final class Rollback extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Object outcome;

    Rollback(Object outcome) {
        super("rolled back: " + outcome, null, false, false);
        this.outcome = outcome;
    }

    <T> T outcome(Class<T> type) {
        return type.cast(outcome);
    }
}
