package io.verigrad.ledger;

/** The database has another schema than this program was made for. It passes when one of the two is brought up to date. */
public final class SchemaMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaMismatchException(String problem) {
        super(problem);
    }
}
