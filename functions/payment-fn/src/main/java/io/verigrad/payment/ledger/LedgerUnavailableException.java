package io.verigrad.payment.ledger;

/** The ledger could not be asked or did not answer in time. What it was asked to do may have happened all the same. */
public final class LedgerUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    LedgerUnavailableException(Throwable cause) {
        super("the ledger does not answer: " + cause, cause);
    }
}
