package io.verigrad.ledger;

import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/** What became of a request to reserve a payment. */
public sealed interface Reservation {
    /** The payment is reserved, durably and by this very call: deferred where the payer's exposure cap allows it. */
    record Reserved(SettlementMode settlement) implements Reservation {}

    /** The payment id is taken: a second use of one header. The same request may get its answer again, another not. */
    record Existing(Hash32 requestHash, PaymentState state) implements Reservation {}

    /**
     * The payer's balance does not cover it.
     *
     * @param balance how high it is
     * @param open what is reserved of it already
     */
    record OverBalance(TokenAmount balance, TokenAmount open) implements Reservation {}
}
