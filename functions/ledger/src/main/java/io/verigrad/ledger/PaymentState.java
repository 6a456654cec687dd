package io.verigrad.ledger;

/**
 * The life of a payment. RESERVED goes to SERVED or RELEASED, SERVED to AFFIRMED or CONTRAINDICATED, CONTRAINDICATED to
 * RELEASED, AFFIRMED to SETTLING, or to RELEASED when it expired, SETTLING to SETTLED, or to RELEASED when the chain
 * refused it for good.
 */
public enum PaymentState {
    /** Taken from the payer's limit; the model may run. */
    RESERVED,
    /** An answer with a receipt was given. */
    SERVED,
    /** A verifier accepts the receipt. */
    AFFIRMED,
    /** A verifier refuses the receipt; the payment will not be charged. */
    CONTRAINDICATED,
    /** Part of a batch that was written down; may be on chain. */
    SETTLING,
    /** Charged, final on chain. */
    SETTLED,
    /** Will never be charged; its id stays taken. */
    RELEASED;

    /** Whether a payment in this state was, for certain, in {@code other} before or is in it now. */
    boolean hasPassed(PaymentState other) {
        return this == other
                || switch (other) {
                    case RESERVED -> true;
                    case SERVED -> this != RESERVED && this != RELEASED;
                    case AFFIRMED -> this == SETTLING || this == SETTLED;
                    case SETTLING -> this == SETTLED;
                    case CONTRAINDICATED, SETTLED, RELEASED -> false;
                };
    }
}
