package io.verigrad.payment.facilitator;

/** So many settlements are under way that this one was not begun. Nothing was written down or sent for it. */
public final class FacilitatorBusyException extends Exception {
    private static final long serialVersionUID = 1L;

    FacilitatorBusyException(String message) {
        super(message);
    }
}
