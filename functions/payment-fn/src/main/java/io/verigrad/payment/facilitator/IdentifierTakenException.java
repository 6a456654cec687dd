package io.verigrad.payment.facilitator;

/** The payer gave this name to another payment to the same payee. Nothing was written down or sent. */
public final class IdentifierTakenException extends Exception {
    private static final long serialVersionUID = 1L;

    IdentifierTakenException() {
        super("expected a payment-identifier that names no other payment, found one that does");
    }
}
