package io.verigrad.runner.payment;

/** Whether a reservation was undone. */
public enum ReleaseOutcome {
    /** It was; the payment can never be charged. */
    RELEASED,
    /** It was not: the payment is past the point where it can be undone. */
    KEPT,
    /** Nobody knows. */
    UNKNOWN
}
