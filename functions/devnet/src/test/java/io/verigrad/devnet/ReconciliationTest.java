package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.devnet.reconcile.Events;
import io.verigrad.devnet.reconcile.Node;
import io.verigrad.devnet.reconcile.Reconciliation;
import io.verigrad.devnet.reconcile.SettledOnChain;
import io.verigrad.value.Hash32;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of a ledger that somebody falsified. */
@ExtendWith(SharedDevnet.class)
class ReconciliationTest {
    @Test
    void findsWhatTheLedgerSaysAndTheChainDoesNot(Devnet devnet) throws Exception {
        RawCalls calls = RawCalls.to(devnet.runner());
        Hash32 payment = RawCalls.receipt(calls.paid(
                        RawCalls.INFER,
                        RawCalls.SETOSA,
                        calls.payment(RawCalls.INFER, RawCalls.SETOSA, Accounts.OTHER_PAYER)))
                .receipt()
                .paymentId();
        new Ledger(devnet).awaitFinal(payment);
        try (Connection ledger = devnet.connectToLedger();
                Node node = new Node(devnet.rpcUrl())) {
            Reconciliation reconciliation = new Reconciliation(
                    ledger,
                    new SettledOnChain(node, devnet.contracts().settlement()),
                    new Events(devnet.broker().bootstrapServers()));

            assertThat(of(payment, reconciliation)).isEmpty();
            set(ledger, payment, "charge = charge - 1");
            assertThat(of(payment, reconciliation)).singleElement().asString().contains("the ledger has 249 for");
            set(ledger, payment, "charge = charge + 1, state = 'RELEASED'");
            assertThat(of(payment, reconciliation)).singleElement().asString().contains("the ledger has it RELEASED");
            set(ledger, payment, "state = 'RESERVED'");
            awaitTwo(payment, reconciliation);
            set(ledger, payment, "state = 'SETTLED'");
            assertThat(of(payment, reconciliation)).isEmpty();
        }
    }

    /** One by the chain, and one by the bus, where the verifier says only now and then how far it has read. */
    private static void awaitTwo(Hash32 payment, Reconciliation reconciliation) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (of(payment, reconciliation).size() < 2 && System.nanoTime() < deadline) {
            Thread.sleep(500);
        }
        assertThat(of(payment, reconciliation)).hasSize(2);
    }

    /** Other tests pay on the same network meanwhile, and some leave what nobody can handle. */
    private static List<String> of(Hash32 payment, Reconciliation reconciliation) throws Exception {
        return reconciliation.differences().stream()
                .filter(difference -> difference.contains(payment.toString()))
                .toList();
    }

    private static void set(Connection ledger, Hash32 payment, String change) throws Exception {
        try (PreparedStatement update =
                ledger.prepareStatement("update payment set " + change + " where payment_id = ?")) {
            update.setBytes(1, payment.toArray());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
