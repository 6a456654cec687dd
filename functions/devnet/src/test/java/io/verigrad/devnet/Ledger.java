package io.verigrad.devnet;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.time.Duration;

/** What tests ask of the network about a payment and a payer. */
record Ledger(Devnet devnet) {
    /** Waits until nothing more happens to the payment. */
    PaymentStatus awaitFinal(Hash32 paymentId) throws Exception {
        return await(paymentId, "SETTLED", "RELEASED");
    }

    /** Waits until the payment is in one of the states; fails after a minute. */
    PaymentStatus await(Hash32 paymentId, String... states) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            PaymentStatus status = PaymentStatus.of(devnet.payment().url(), paymentId);
            if (java.util.List.of(states).contains(status.state())) {
                return status;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("expected payment " + paymentId + " to become " + String.join(" or ", states)
                        + " within a minute, found " + status);
            }
            Thread.sleep(100);
        }
    }

    TokenAmount balance(Address owner) throws Exception {
        return devnet.chain().balanceOf(devnet.contracts().usdc(), owner);
    }
}
