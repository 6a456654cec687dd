package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

    /** The balance once everything that the payer was served is settled: other tests of this network pay too. */
    TokenAmount balanceAtRest(Address payer) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (open(payer) > 0) {
            assertThat(System.nanoTime())
                    .as("what other tests paid settles within a minute")
                    .isLessThan(deadline);
            Thread.sleep(100);
        }
        return balance(payer);
    }

    private long open(Address payer) throws Exception {
        try (Connection ledger = devnet.connectToLedger();
                PreparedStatement query = ledger.prepareStatement("select count(*) from payment where payer = ?"
                        + " and state in ('SERVED', 'AFFIRMED', 'SETTLING')")) {
            query.setBytes(1, payer.toArray());
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    TokenAmount balance(Address owner) throws Exception {
        return devnet.chain().balanceOf(devnet.contracts().usdc(), owner);
    }
}
