package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.devnet.reconcile.Events;
import io.verigrad.devnet.reconcile.Node;
import io.verigrad.devnet.reconcile.Reconciliation;
import io.verigrad.devnet.reconcile.SettledOnChain;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our client pays for what it uses. */
@ExtendWith(SharedDevnet.class)
class Permit2PaymentTest {
    private static final Bytes CHAT = Bytes.of(("{\"model\":\"tiny-decoder\",\"max_completion_tokens\":8,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello again\"}]}")
            .getBytes(StandardCharsets.UTF_8));

    @Test
    void chargesOurClientTheTokensThatItUsed(Devnet devnet) throws Exception {
        Allowances.allow(devnet, Accounts.OTHER_PAYER);
        Ledger ledger = new Ledger(devnet);
        TokenAmount before = ledger.balanceAtRest(Accounts.OTHER_PAYER.address());

        Receipt receipt = call(devnet, Scheme.UPTO).receipt().receipt();

        assertThat(receipt.scheme()).isEqualTo(Scheme.UPTO);
        assertThat(receipt.charge())
                .isEqualTo(TokenAmount.of(receipt.inputUnits() + 2 * receipt.outputUnits()))
                .isLessThan(receipt.cap());
        assertThat(ledger.awaitFinal(receipt.paymentId()).state()).isEqualTo("SETTLED");
        assertThat(before.minus(ledger.balance(Accounts.OTHER_PAYER.address()))).isEqualTo(receipt.charge());
        assertReconciled(devnet, receipt);
    }

    private static CallOutcome.Answered call(Devnet devnet, Scheme scheme) throws Exception {
        ClientPolicy policy = ClientPolicy.of(Set.of(devnet.contracts().usdc()), TokenAmount.of(10_000))
                .withSchemes(Set.of(scheme));
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(30), 1 << 20)) {
            VerigradClient client = new VerigradClient(
                    new io.verigrad.client.Network(
                            devnet.contracts().config(devnet.rpcUrl()).chainId(),
                            devnet.contracts().settlement(),
                            Optional.empty()),
                    policy,
                    http,
                    Accounts.OTHER_PAYER,
                    new SecureRandom(),
                    Clock.systemUTC());
            CallOutcome outcome = client.post(devnet.runner().url().resolve("/v1/chat/completions"), CHAT);
            assertThat(outcome).isInstanceOf(CallOutcome.Answered.class);
            return (CallOutcome.Answered) outcome;
        }
    }

    private static void assertReconciled(Devnet devnet, Receipt receipt) throws Exception {
        try (Connection ledger = devnet.connectToLedger();
                Node node = new Node(devnet.rpcUrl())) {
            Reconciliation reconciliation = new Reconciliation(
                    ledger,
                    new SettledOnChain(node, devnet.contracts().settlement()),
                    new Events(devnet.broker().bootstrapServers()));
            assertThat(reconciliation.differences())
                    .noneMatch(difference ->
                            difference.contains(receipt.paymentId().toString()));
        }
    }
}
