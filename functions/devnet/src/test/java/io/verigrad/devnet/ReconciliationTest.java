package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.devnet.reconcile.DeadLetters;
import io.verigrad.devnet.reconcile.Events;
import io.verigrad.devnet.reconcile.Node;
import io.verigrad.devnet.reconcile.Reconciliation;
import io.verigrad.devnet.reconcile.SettledOnChain;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAttested;
import io.verigrad.value.Hash32;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
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

    @Test
    void replaysWhatCouldNotBeAppraisedAndItsPaymentIsSettled(Devnet devnet) throws Exception {
        RawCalls calls = RawCalls.to(devnet.runner());
        PaymentRequirements terms = calls.offer(RawCalls.INFER, RawCalls.SETOSA);
        PaymentPayload payment = RawCalls.pay(terms, Accounts.OTHER_PAYER);
        Hash32 paymentId = RawCalls.paymentId(payment, terms);
        String servers = devnet.broker().bootstrapServers();
        String dead = DeadLetters.of(InferenceAttested.TOPIC);
        Events events = new Events(servers);
        long before = events.count(dead);
        try (Connection ledger = devnet.connectToLedger();
                Statement statement = ledger.createStatement();
                Node node = new Node(devnet.rpcUrl())) {
            statement.execute("""
                    create function fail_appraisal() returns trigger language plpgsql as $$
                    begin raise exception 'no appraisal of this payment'; end $$""");
            statement.execute("create trigger fail_appraisal before update on payment for each row"
                    + " when (new.state = 'AFFIRMED' and new.payment_id = decode('"
                    + paymentId.toString().substring(2) + "', 'hex')) execute function fail_appraisal()");
            try {
                assertThat(calls.paid(RawCalls.INFER, RawCalls.SETOSA, RawCalls.header(payment))
                                .statusCode())
                        .isEqualTo(200);
                new Bus(devnet).record(dead, paymentId);
            } finally {
                statement.execute("drop function fail_appraisal() cascade");
            }
            assertThat(new Reconciliation(
                                    ledger,
                                    new SettledOnChain(node, devnet.contracts().settlement()),
                                    events)
                            .differences())
                    .contains(dead + ": " + (before + 1) + " events that nobody could handle");
        }
        assertThat(PaymentStatus.of(devnet.payment().url(), paymentId).state()).isEqualTo("SERVED");

        assertThat(new DeadLetters(servers).replay(InferenceAttested.TOPIC)).isEqualTo(before + 1);

        assertThat(new Ledger(devnet).awaitFinal(paymentId).state()).isEqualTo("SETTLED");
        awaitCount(events, dead, before);
        assertThat(new DeadLetters(servers).replay(InferenceAppraised.TOPIC)).isZero();
    }

    /** What nobody can ever handle is a dead letter again. */
    private static void awaitCount(Events events, String topic, long expected) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (events.count(topic) != expected && System.nanoTime() < deadline) {
            Thread.sleep(500);
        }
        assertThat(events.count(topic)).isEqualTo(expected);
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
