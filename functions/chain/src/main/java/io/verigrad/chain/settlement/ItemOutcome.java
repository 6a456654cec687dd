package io.verigrad.chain.settlement;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/** What became of one receipt of a batch. */
public sealed interface ItemOutcome {
    Hash32 receiptId();

    Hash32 paymentId();

    /** The charge was taken and split; the shares add up to it. */
    record Settled(
            Hash32 receiptId,
            Hash32 paymentId,
            Address payer,
            Address host,
            Address asset,
            TokenAmount charge,
            TokenAmount hostShare,
            TokenAmount operatorShare,
            TokenAmount validatorShare,
            TokenAmount treasuryShare)
            implements ItemOutcome {}

    /**
     * Nothing was taken for this receipt.
     *
     * @param data revert data of the token, or empty
     */
    record Rejected(Hash32 receiptId, Hash32 paymentId, RejectReason reason, Bytes data) implements ItemOutcome {}
}
