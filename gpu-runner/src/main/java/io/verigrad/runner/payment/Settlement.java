package io.verigrad.runner.payment;

/** When a reserved payment is settled. */
public enum Settlement {
    /** After the answer. */
    DEFERRED,
    /** Before the answer, which is held back until then. */
    INSTANT
}
