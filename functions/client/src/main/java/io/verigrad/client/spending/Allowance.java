package io.verigrad.client.spending;

import io.verigrad.client.receipt.Payment;
import io.verigrad.value.TokenAmount;
import java.util.Optional;

/**
 * What may be spent, beside the most for one call. A payment is taken from it before it is sent, and stays taken until it is
 * known to have cost less: what nobody knows counts as spent. Safe for many threads.
 */
public interface Allowance {
    /** No limit but that for each call. */
    Allowance UNLIMITED = payment -> Optional.of(charge -> {});

    /** One payment that was taken. */
    @FunctionalInterface
    interface Taken {
        /** Says what the payment cost at last. If that cannot be kept, all of it counts as spent. */
        void cost(TokenAmount charge);
    }

    /**
     * Takes the most that a payment may cost. Payments with one id are charged once in all, and count once.
     *
     * @return empty if that is more than is left, or if it cannot be written down
     */
    Optional<Taken> take(Payment payment);
}
