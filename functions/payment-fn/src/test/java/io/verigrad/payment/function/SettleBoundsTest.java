package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentRequirements;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What settle does for strangers, and no more. {@link DevChain} sets the bounds. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class SettleBoundsTest extends PaymentFnTest {
    @Inject
    TransactionJournal journal;

    @Test
    void answersARepeatOfAPendingTransferAtOnce() throws Exception {
        String request = request(10_000, someone());

        whileNoBlocksCome((settling, blocks) -> {
            settling.submit(() -> post("settle", request));
            settling.submit(() -> post("settle", request));
            Answer repeated = settling.take().get();
            blocks.come();
            Answer settled = settling.take().get();

            assertThat(repeated.member("errorReason")).isEqualTo("settlement_pending");
            assertThat(settled.json().path("success").asBoolean())
                    .as(settled.text())
                    .isTrue();
            assertThat(repeated.member("transaction")).isEqualTo(settled.member("transaction"));
        });
    }

    @Test
    void sendsWhoeverComesBeyondTheBoundAway() throws Exception {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            requests.add(request(10_000, someone()));
        }

        whileNoBlocksCome((settling, blocks) -> {
            requests.forEach(request -> settling.submit(() -> post("settle", request)));
            Answer busy = settling.take().get();
            // A node may still mine what it took just before it was told to stop.
            while (busy.status() == 200) {
                busy = settling.take().get();
            }
            blocks.come();

            assertThat(busy.status()).as(busy.text()).isEqualTo(503);
            assertThat(busy.retryAfter()).isPresent();
            assertThat(busy.member("errorReason")).isEqualTo("unexpected_settle_error");
        });
    }

    @Test
    void settlesAnewWhatLostItsNonceToAnotherTransaction() throws Exception {
        String request = request(10_000, someone());

        whileNoBlocksCome((settling, blocks) -> {
            settling.submit(() -> post("settle", request));
            settling.submit(() -> post("settle", request));
            Hash32 lost = Hash32.parse(settling.take().get().member("transaction"));
            displace(lost);
            blocks.come();
            journal.failed(lost, "nonce_taken").await().atMost(Duration.ofSeconds(10));

            Answer settled = post("settle", request);

            assertThat(settled.json().path("success").asBoolean())
                    .as(settled.text())
                    .isTrue();
            assertThat(settled.member("transaction")).isNotEqualTo(lost.toString());
        });
    }

    @Test
    void offersMoreForWhatNobodyMines() throws Exception {
        String request = request(10_000, someone());

        whileNoBlocksCome((settling, blocks) -> {
            settling.submit(() -> post("settle", request));
            settling.submit(() -> post("settle", request));
            Hash32 cheap = Hash32.parse(settling.take().get().member("transaction"));
            long nonce = find(cheap).nonce();
            setBaseFee(10_000_000_000L);
            Future<Answer> waited = settling.poll();
            while (waited == null) {
                node("anvil_mine", "\"0x1\"");
                waited = settling.poll(300, TimeUnit.MILLISECONDS);
            }
            Answer settled = waited.get();
            Answer repeated = post("settle", request);
            setBaseFee(1_000_000_000L);

            assertThat(settled.json().path("success").asBoolean())
                    .as(settled.text())
                    .isTrue();
            assertThat(settled.member("transaction")).isNotEqualTo(cheap.toString());
            assertThat(find(Hash32.parse(settled.member("transaction"))).nonce())
                    .isEqualTo(nonce);
            assertThat(find(cheap).state()).isEqualTo(JournalEntry.State.REPLACED);
            assertThat(repeated).isEqualTo(settled);
        });
    }

    /** What a block takes for gas; those after it take an eighth less each, while they are empty. */
    private void setBaseFee(long wei) throws Exception {
        node("anvil_setNextBlockBaseFeePerGas", "\"0x" + Long.toHexString(wei) + '"');
    }

    private JournalEntry find(Hash32 transaction) {
        return journal.find(transaction).await().atMost(Duration.ofSeconds(10)).orElseThrow();
    }

    @Test
    void refusesToMoveNothing() throws Exception {
        String request = request(0, someone());

        assertThat(post("verify", request).member("invalidReason"))
                .isEqualTo("invalid_exact_evm_payload_authorization_value_mismatch");
        assertThat(post("settle", request).member("errorReason"))
                .isEqualTo("invalid_exact_evm_payload_authorization_value_mismatch");
    }

    @Test
    void letsNobodyHaveMoreTransfersOpenThanTheLimit() throws Exception {
        Address payee = someone();
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            requests.add(request(10_000, payee));
        }

        for (String request : requests.subList(0, 8)) {
            assertThat(post("settle", request).json().path("success").asBoolean())
                    .isTrue();
        }
        Answer beyond = post("settle", requests.getLast());
        node("anvil_mine", "\"0x10\"");
        Answer later = post("settle", requests.getLast());

        assertThat(beyond.status()).as(beyond.text()).isEqualTo(503);
        assertThat(beyond.retryAfter()).isPresent();
        assertThat(later.json().path("success").asBoolean()).as(later.text()).isTrue();
    }

    /** Brings blocks back. */
    interface Blocks {
        void come() throws Exception;
    }

    /** What is done while transactions wait. */
    interface Waiting {
        void run(CompletionService<Answer> settling, Blocks blocks) throws Exception;
    }

    private void whileNoBlocksCome(Waiting test) throws Exception {
        // A chain that mines both at times and at once stops for nothing else.
        node("evm_setIntervalMining", "0");
        node("evm_setAutomine", "false");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                test.run(new ExecutorCompletionService<>(threads), this::mine);
            } finally {
                mine();
            }
        }
    }

    private void mine() throws Exception {
        node("evm_setAutomine", "true");
        node("anvil_mine", "\"0x1\"");
    }

    /** Spends the nonce of a transaction that waits, as another program with the same key would. */
    private void displace(Hash32 hash) throws Exception {
        JournalEntry entry = find(hash);
        chain.transactions()
                .broadcast(chain.transactions()
                        .sign(
                                TransactionRequest.call(someone(), Bytes.EMPTY, 30_000),
                                entry.nonce(),
                                SignedTransaction.decode(entry.transaction().raw())
                                        .fees()
                                        .bumped(),
                                new LocalSigner(keyOf(entry.from()))));
    }

    private static PrivateKey keyOf(Address account) {
        return account.equals(Keys.FACILITATOR.address()) ? Keys.FACILITATOR : Keys.OTHER_FACILITATOR;
    }

    private String request(long value, Address payee) throws Exception {
        PrivateKey payer = payer(50_000);
        PaymentRequirements terms = CheckBody.requirements(value, payee);
        return new FacilitatorRequest(CheckBody.payment(payer, terms, payee, value, 600, fresh()), terms)
                .toJson()
                .toString();
    }

    private static Address someone() {
        return PrivateKey.parse(fresh().toString()).address();
    }
}
