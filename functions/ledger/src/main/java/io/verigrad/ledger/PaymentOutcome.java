package io.verigrad.ledger;

import io.verigrad.value.Hash32;

/** What the chain did with one receipt of a batch. */
public sealed interface PaymentOutcome {
    Hash32 receiptId();

    /** The payment was charged. */
    record Settled(Hash32 receiptId) implements PaymentOutcome {}

    /**
     * The payment was not charged and will not be.
     *
     * @param reason a stable code
     */
    record Rejected(Hash32 receiptId, String reason) implements PaymentOutcome {}

    /**
     * The payment was not charged and may be later: it waits for another batch, and still counts against its payer's
     * limit.
     *
     * @param reason a stable code
     */
    record Postponed(Hash32 receiptId, String reason) implements PaymentOutcome {}
}
