package io.verigrad.ledger;

import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/** What became of a request to reserve a payment. */
public sealed interface Reservation {
    /** The payment is reserved, durably and by this very call. */
    record Reserved() implements Reservation {}

    /** The payment id is taken: a second use of one header. The same request may get its answer again, another not. */
    record Existing(Hash32 requestHash, PaymentState state) implements Reservation {}

    /**
     * The payer's limit does not allow it.
     *
     * @param limit the limit that was hit
     * @param amount how high it is
     * @param open what is reserved already
     */
    record OverLimit(Limit limit, TokenAmount amount, TokenAmount open) implements Reservation {}

    /** The limits of {@link Limits}. */
    enum Limit {
        BALANCE,
        EXPOSURE
    }
}
