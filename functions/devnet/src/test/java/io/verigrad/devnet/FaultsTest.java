package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parts that stop, are killed or cannot be reached: nothing is lost, and nothing is charged that was not proved. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private static final Address PAYER = Accounts.OTHER_PAYER.address();

    private Devnet devnet;
    private ChainLink link;
    private RawCalls calls;
    private Ledger ledger;

    @BeforeAll
    void connect(Devnet devnet, ChainLink link) {
        this.devnet = devnet;
        this.link = link;
        this.calls = RawCalls.to(devnet.runner());
        this.ledger = new Ledger(devnet);
    }

    @Test
    void settlesOnceWhenKilledBetweenWrittenDownAndSent() throws Exception {
        TokenAmount before = ledger.balance(PAYER);
        CountDownLatch killed = new CountDownLatch(1);
        int cuts = link.cuts();
        link.cutNextTransaction(() -> {
            kill(devnet.settlement());
            killed.countDown();
        });

        SignedReceipt receipt = answered();
        assertThat(killed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ledger.await(receipt.receipt().paymentId(), "SETTLING").transaction())
                .as("a hash that was not broadcast is not given out")
                .isEmpty();
        assertThat(ledger.balance(PAYER)).isEqualTo(before);
        devnet.settlement().start();

        PaymentStatus status = ledger.awaitFinal(receipt.receipt().paymentId());
        assertThat(status.state()).isEqualTo("SETTLED");
        assertThat(link.cuts()).isEqualTo(cuts + 1);
        assertThat(before.minus(ledger.balance(PAYER)))
                .isEqualTo(receipt.receipt().charge());
    }

    @Test
    void losesNothingWhenTheBrokerStops() throws Exception {
        TokenAmount before = ledger.balance(PAYER);
        devnet.verifier().kill();
        SignedReceipt receipt = answered();

        devnet.broker().stop();
        PaymentRequirements terms = calls.offer(RawCalls.INFER, RawCalls.SETOSA);
        PaymentPayload unproved = RawCalls.pay(terms, Accounts.OTHER_PAYER);
        HttpResponse<byte[]> refused = calls.paid(RawCalls.INFER, RawCalls.SETOSA, RawCalls.header(unproved));
        devnet.verifier().start();
        devnet.verifier().awaitLive();
        PaymentStatus waiting =
                PaymentStatus.of(devnet.payment().url(), receipt.receipt().paymentId());
        devnet.broker().start();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Verigrad-Receipt")).isEmpty();
        assertThat(waiting.state()).isEqualTo("RESERVED");
        assertThat(ledger.awaitFinal(receipt.receipt().paymentId()).state()).isEqualTo("SETTLED");
        assertThat(ledger.awaitFinal(RawCalls.paymentId(unproved, terms)).state())
                .isEqualTo("RELEASED");
        assertThat(before.minus(ledger.balance(PAYER)))
                .isEqualTo(receipt.receipt().charge());
    }

    @Test
    void servesNobodyUnpaidWhileTheChainIsDown() throws Exception {
        TokenAmount before = ledger.balance(PAYER);
        PaymentRequirements terms = calls.offer(RawCalls.INFER, RawCalls.SETOSA);
        PaymentPayload payment = RawCalls.pay(terms, Accounts.OTHER_PAYER);

        devnet.pauseChain();
        HttpResponse<byte[]> refused;
        try {
            refused = calls.paid(RawCalls.INFER, RawCalls.SETOSA, RawCalls.header(payment));
        } finally {
            devnet.resumeChain();
        }

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Verigrad-Receipt")).isEmpty();
        assertThat(ledger.await(RawCalls.paymentId(payment, terms), "RELEASED", "UNKNOWN"))
                .isNotNull();
        assertThat(ledger.balance(PAYER)).isEqualTo(before);
        assertThat(ledger.awaitFinal(answered().receipt().paymentId()).state()).isEqualTo("SETTLED");
    }

    @Test
    void refusesToRunWhilePaymentsCannotBeChecked() throws Exception {
        String header = calls.payment(RawCalls.INFER, RawCalls.SETOSA, Accounts.OTHER_PAYER);

        devnet.payment().kill();
        HttpResponse<byte[]> refused = calls.paid(RawCalls.INFER, RawCalls.SETOSA, header);
        devnet.payment().start();
        devnet.payment().awaitReady();

        HttpResponse<byte[]> again = calls.paid(RawCalls.INFER, RawCalls.SETOSA, header);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(ledger.awaitFinal(RawCalls.receipt(again).receipt().paymentId())
                        .state())
                .isEqualTo("SETTLED");
    }

    private SignedReceipt answered() throws Exception {
        HttpResponse<byte[]> answer = calls.paid(
                RawCalls.INFER, RawCalls.SETOSA, calls.payment(RawCalls.INFER, RawCalls.SETOSA, Accounts.OTHER_PAYER));
        assertThat(answer.statusCode())
                .as(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(200);
        return RawCalls.receipt(answer);
    }

    private static void kill(ServiceProcess service) {
        try {
            service.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
