package io.verigrad.runner.payment;

import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Optional;

/**
 * Where the ledger has a payment.
 *
 * @param state a state of the ledger, or UNKNOWN
 * @param reasons why it will not be charged, where it will not
 * @param receiptId what it was served with
 * @param transaction what settles it, once that was broadcast
 */
public record PaymentStatus(
        String state, List<String> reasons, Optional<Hash32> receiptId, Optional<Hash32> transaction) {
    public PaymentStatus {
        reasons = List.copyOf(reasons);
    }

    /** Whether it is charged, final on chain. */
    public boolean isSettled() {
        return state.equals("SETTLED");
    }

    /** Whether it will never be charged. */
    public boolean isGivenUp() {
        return state.equals("RELEASED") || state.equals("CONTRAINDICATED");
    }
}
