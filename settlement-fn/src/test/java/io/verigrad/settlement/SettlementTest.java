package io.verigrad.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.chain.settlement.SettlementBatch;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.json.Json;
import io.verigrad.ledger.Batches;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.PaymentState;
import io.verigrad.ledger.Payments;
import io.verigrad.ledger.RawTransaction;
import io.verigrad.ledger.Replacements;
import io.verigrad.ledger.Reservation;
import io.verigrad.ledger.SettlementMode;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.Scheme;
import io.verigrad.tracing.PaymentTraces;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(ChainResource.class)
class SettlementTest {
    private static final long PRICE = 10_000;

    @Inject
    Settler settler;

    @Inject
    Payments payments;

    @Inject
    Batches batches;

    @Inject
    TransactionJournal journal;

    @Inject
    Replacements replacements;

    @Inject
    Reconciler reconciler;

    @Inject
    SettlementSettings settings;

    @Inject
    ChannelOutcomes claims;

    @Inject
    ChannelBatcher channelBatcher;

    @Inject
    RequestWatcher requestWatcher;

    @Inject
    RequestDeliveries requestDeliveries;

    @Inject
    @Any
    InMemoryConnector connector;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI url;

    private final World world = World.get();
    private long paidBefore;

    @BeforeEach
    void startClean() throws Exception {
        world.heal();
        RegisterCall call = world.registration(Keys.ENCLAVE);
        until(() -> post("register", call).body().contains("\"registered\""), () -> world.mine(1));
        paidBefore = world.balance(Keys.PAYER.address()).value().longValueExact();
    }

    @Test
    void settlesAffirmedReceiptsInOneTransaction() throws Exception {
        List<PaidCall> calls = affirmed(3);
        TokenAmount hosted = world.balance(world.chain.config().settlement());

        settleUntilAll(calls, PaymentState.SETTLED);

        assertThat(paid()).isEqualTo(3 * PRICE);
        assertThat(world.balance(world.chain.config().settlement())).isEqualTo(hosted.plus(TokenAmount.of(3 * PRICE)));
        List<Optional<Hash32>> transactions = calls.stream()
                .map(call -> payment(call).transaction())
                .distinct()
                .toList();
        assertThat(transactions).hasSize(1);
        TransactionReceipt receipt = world.chain
                .transactions()
                .receiptOf(transactions.getFirst().orElseThrow())
                .orElseThrow();
        assertThat(world.chain.outcomes(receipt)).hasSize(3);

        settleTimes(5);
        assertThat(paid()).as("paid exactly once").isEqualTo(3 * PRICE);
    }

    @Test
    void settlesPaymentsByPermit2AndTakesWhatTheirReceiptsCharge() throws Exception {
        world.allowPermit2();
        List<PaidCall> calls = List.of(
                PaidCall.byPermit2(world, Scheme.EXACT_PERMIT2, PRICE, PRICE),
                PaidCall.byPermit2(world, Scheme.UPTO, PRICE, 2_345),
                PaidCall.byPermit2(world, Scheme.UPTO, PRICE, PRICE),
                PaidCall.of(world, PRICE));
        calls.forEach(this::affirm);

        settleUntilAll(calls, PaymentState.SETTLED);

        assertThat(paid()).isEqualTo(3 * PRICE + 2_345);
        assertThat(calls.stream().map(call -> payment(call).charge().orElseThrow()))
                .containsExactlyElementsOf(calls.stream()
                        .map(call -> call.receipt().receipt().charge())
                        .toList());
        settleTimes(5);
        assertThat(paid()).as("paid exactly once").isEqualTo(3 * PRICE + 2_345);
    }

    @Test
    void keepsAPaymentWhoseAllowanceIsGoneUntilItIsThereAgain() throws Exception {
        world.allowPermit2(0);
        List<PaidCall> calls = List.of(affirm(PaidCall.byPermit2(world, Scheme.UPTO, PRICE, 100)));
        settleTimes(5);
        assertThat(paid()).isZero();

        world.allowPermit2();

        settleUntilAll(calls, PaymentState.SETTLED);
        assertThat(paid()).isEqualTo(100);
    }

    @Test
    void releasesACancelledPaymentAndSettlesTheRest() throws Exception {
        List<PaidCall> calls = affirmed(3);
        PaidCall cancelled = calls.get(1);
        world.send(Keys.STRANGER, io.verigrad.chain.devnet.DevnetContracts.USDC, cancelled.cancellation());

        settleUntilAll(List.of(cancelled), PaymentState.RELEASED);
        settleUntilAll(List.of(calls.get(0), calls.get(2)), PaymentState.SETTLED);

        assertThat(payment(cancelled).reasons()).containsExactly("authorization_used");
        assertThat(paid()).isEqualTo(2 * PRICE);

        PaidCall next = affirm(PaidCall.of(world, PRICE));
        assertThat(payment(next).settlement()).as("no trust").isEqualTo(SettlementMode.INSTANT);
        settleUntilAll(List.of(next), PaymentState.SETTLED);
        PaidCall trusted = affirm(PaidCall.of(world, PRICE));
        assertThat(payment(trusted).settlement()).as("paid").isEqualTo(SettlementMode.DEFERRED);
        settleUntilAll(List.of(trusted), PaymentState.SETTLED);
    }

    @Test
    void keepsAPaymentThatTheTokenRefusesForNowAndSettlesItLater() throws Exception {
        PaidCall poor = affirm(PaidCall.of(world, paidBefore + PRICE));

        settleUntil(() -> !payment(poor).reasons().isEmpty());

        assertThat(payment(poor))
                .satisfies(payment -> assertThat(payment.state()).isEqualTo(PaymentState.SETTLING))
                .satisfies(payment -> assertThat(payment.transaction()).isEmpty())
                .satisfies(payment -> assertThat(payment.reasons().getFirst()).startsWith("payment_failed:"));
        world.mint(Keys.PAYER.address(), PRICE + 1_000_000_000);
        settleUntilAll(List.of(poor), PaymentState.SETTLED);
        assertThat(payment(poor).reasons()).isEmpty();
        assertThat(world.balance(Keys.PAYER.address())).isEqualTo(TokenAmount.of(1_000_000_000));
    }

    @Test
    void settlesOnceThoughTheSettlerDiedBetweenWrittenDownAndSent() throws Exception {
        world.proxy.sends = RpcProxy.Sends.LOST;
        List<PaidCall> calls = affirmed(2);

        settler.settle();

        assertThat(state(calls.getFirst())).isEqualTo(PaymentState.SETTLING);
        assertThat(payment(calls.getFirst()).transaction())
                .as("it was not sent")
                .isEmpty();
        JournalEntry written = written();
        assertThat(world.chain.transactions().isKnown(written.hash())).isFalse();

        Settler restarted = anotherSettler();
        until(() -> state(calls.getFirst()) == PaymentState.SETTLED, () -> {
            restarted.settle();
            world.mine(1);
        });

        assertThat(payment(calls.getFirst()).transaction()).contains(written.hash());
        world.heal();
        settleTimes(5);
        assertThat(paid()).isEqualTo(2 * PRICE);
    }

    @Test
    void settlesOnceThoughTheSettlerDiedBeforeItHeardThatItSent() throws Exception {
        world.proxy.sends = RpcProxy.Sends.UNANSWERED;
        List<PaidCall> calls = affirmed(2);

        settler.settle();
        assertThat(state(calls.getFirst())).isEqualTo(PaymentState.SETTLING);
        world.heal();
        settleUntilAll(calls, PaymentState.SETTLED);
        settleTimes(5);

        assertThat(paid()).isEqualTo(2 * PRICE);
    }

    @Test
    void leavesOutWhatAValidatorRefuses() throws Exception {
        List<PaidCall> calls = affirmed(3);
        PaidCall refused = calls.get(2);
        world.validators.get(1).refuses.add(refused.receipt().id());

        settleUntilAll(calls.subList(0, 2), PaymentState.SETTLED);

        assertThat(state(refused)).isEqualTo(PaymentState.AFFIRMED);
        assertThat(paid()).isEqualTo(2 * PRICE);
        world.heal();
        settleUntilAll(List.of(refused), PaymentState.SETTLED);
        assertThat(paid()).isEqualTo(3 * PRICE);
    }

    @Test
    void losesNothingWhileAValidatorIsDown() throws Exception {
        world.validators.getFirst().down = true;
        List<PaidCall> calls = affirmed(2);

        settleTimes(5);

        assertThat(calls).allSatisfy(call -> assertThat(state(call)).isEqualTo(PaymentState.AFFIRMED));
        assertThat(paid()).isZero();
        world.heal();
        settleUntilAll(calls, PaymentState.SETTLED);
        assertThat(paid()).isEqualTo(2 * PRICE);
    }

    @Test
    void waitsForAValidatorThatStallsNoLongerThanItsTime() throws Exception {
        world.validators.getFirst().stalls = true;
        List<PaidCall> calls = affirmed(1);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(settler::settle).get(20, TimeUnit.SECONDS);
        }

        assertThat(state(calls.getFirst())).isEqualTo(PaymentState.AFFIRMED);
        world.heal();
        settleUntilAll(calls, PaymentState.SETTLED);
    }

    @Test
    void leavesTransactionsOfOtherAccountsAlone() throws Exception {
        Transactions transactions = world.chain.transactions();
        SignedTransaction signed = transactions.sign(
                TransactionRequest.call(Keys.HOST, Bytes.EMPTY, 21_000),
                transactions.pendingNonce(Keys.STRANGER.address()),
                transactions.fees(FeePolicy.DEFAULT),
                new LocalSigner(Keys.STRANGER));
        NewTransaction transfer = new NewTransaction(
                Keys.STRANGER.address(),
                signed.nonce(),
                NewTransaction.Purpose.TRANSFER,
                signed.hash().bytes());
        Waiting.on(journal.write(
                transfer, nonce -> Uni.createFrom().item(new RawTransaction(signed.hash(), signed.raw()))));

        settleTimes(2);

        assertThat(transactions.isKnown(signed.hash())).isFalse();
        assertThat(Waiting.on(journal.find(signed.hash())).orElseThrow().state())
                .isEqualTo(JournalEntry.State.WRITTEN);
        Waiting.on(journal.failed(signed.hash(), "test_is_over"));
    }

    @Test
    void keepsPaymentsSettlingThroughAReorganisation() throws Exception {
        List<PaidCall> calls = affirmed(2);
        String before = world.snapshot();
        settler.settle();
        until(() -> paid() == 2 * PRICE, settler::settle);

        world.revert(before);
        assertThat(paid()).as("the chain forgot it").isZero();
        assertThat(state(calls.getFirst())).isEqualTo(PaymentState.SETTLING);
        settleUntilAll(calls, PaymentState.SETTLED);

        settleTimes(5);
        assertThat(paid()).isEqualTo(2 * PRICE);
    }

    @Test
    void believesTheChainWhenSomebodyElseSubmittedTheBatch() throws Exception {
        List<PaidCall> calls = affirmed(2);
        world.send(Keys.STRANGER, world.chain.config().settlement(), SettlementCalls.settle(endorsed(calls)));
        assertThat(paid()).isEqualTo(2 * PRICE);

        settleUntilAll(calls, PaymentState.SETTLED);

        assertThat(paid()).isEqualTo(2 * PRICE);
    }

    @Test
    void putsPaymentsIntoAnotherBatchWhenTheNonceIsTaken() throws Exception {
        world.proxy.sends = RpcProxy.Sends.LOST;
        List<PaidCall> calls = affirmed(2);
        settler.settle();
        JournalEntry written = written();
        world.send(Keys.SETTLER, Keys.HOST, Bytes.EMPTY);

        world.heal();
        settleUntilAll(calls, PaymentState.SETTLED);

        assertThat(journalState(written)).isEqualTo(JournalEntry.State.FAILED);
        assertThat(payment(calls.getFirst()).transaction()).get().isNotEqualTo(written.hash());
        assertThat(paid()).isEqualTo(2 * PRICE);
    }

    @Test
    void offersMoreForATransactionThatNobodyMines() throws Exception {
        world.proxy.sends = RpcProxy.Sends.LOST;
        List<PaidCall> calls = affirmed(2);
        settler.settle();
        JournalEntry cheap = written();

        world.heal();
        until(() -> state(calls.getFirst()) == PaymentState.SETTLED, () -> {
            world.raiseBaseFee();
            settler.settle();
            world.mine(1);
        });

        JournalEntry dear = Waiting.on(
                        journal.find(payment(calls.getFirst()).transaction().orElseThrow()))
                .orElseThrow();
        assertThat(dear.hash()).isNotEqualTo(cheap.hash());
        assertThat(dear.nonce()).isEqualTo(cheap.nonce());
        assertThat(journalState(cheap)).isEqualTo(JournalEntry.State.REPLACED);
        settleTimes(5);
        assertThat(paid()).isEqualTo(2 * PRICE);
    }

    @Test
    void believesTheTransactionThatWasMinedThoughItWasReplaced() throws Exception {
        world.proxy.sends = RpcProxy.Sends.LOST;
        List<PaidCall> calls = affirmed(2);
        settler.settle();
        JournalEntry cheap = written();
        Transactions transactions = world.chain.transactions();
        SignedTransaction sent = SignedTransaction.decode(cheap.transaction().raw());
        SignedTransaction dearer = transactions.reprice(sent, sent.fees().bumped(), new LocalSigner(Keys.SETTLER));
        JournalEntry dear = Waiting.on(replacements.replace(cheap, new RawTransaction(dearer.hash(), dearer.raw())))
                .orElseThrow();
        transactions.broadcast(sent);

        world.heal();
        settleUntilAll(calls, PaymentState.SETTLED);

        assertThat(payment(calls.getFirst()).transaction()).contains(cheap.hash());
        assertThat(journalState(cheap)).isEqualTo(JournalEntry.State.FINAL);
        assertThat(journalState(dear)).isEqualTo(JournalEntry.State.REPLACED);
        assertThat(paid()).isEqualTo(2 * PRICE);
    }

    @Test
    void doesNothingOnAnotherChain() throws Exception {
        ChainConfig right = world.chain.config();
        try (Chain wrong = Chain.connect(new ChainConfig(
                right.rpcUrl(), new ChainId(1), right.settlement(), right.enclaveRegistry(), right.timeout()))) {
            List<PaidCall> calls = affirmed(1);

            settlerOn(new VerifiedChain(wrong), Clock.systemUTC()).settle();

            assertThat(state(calls.getFirst())).isEqualTo(PaymentState.AFFIRMED);
            settleUntilAll(calls, PaymentState.SETTLED);
            Registrar registrar = new Registrar(
                    new VerifiedChain(wrong),
                    world.chain,
                    journal,
                    new Sender(world.chain, new LocalSigner(Keys.SETTLER), journal),
                    new Submissions(
                            journal, new Sender(world.chain, new LocalSigner(Keys.SETTLER), journal), reconciler));
            RegisterCall call = world.registration(Keys.key("enclave of another chain"));
            assertThatThrownBy(() -> registrar.register(call))
                    .isInstanceOf(ChainUnavailableException.class)
                    .hasMessageContaining("expected chain eip155:1, found eip155:84532");
        }
    }

    @Test
    void answersWhenARoundThatBeganLaterIsOver() throws Exception {
        List<PaidCall> calls = affirmed(1);
        world.validators.getFirst().stalls = true;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> answer =
                    threads.submit(() -> post("settle", new byte[] {'{', '}'}).statusCode());
            until(() -> world.validators.getFirst().asked.getAndSet(false), () -> {});
            assertThat(answer.isDone())
                    .as("it answers while its round is running")
                    .isFalse();

            world.heal();
            assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo(204);
        }
        settleUntilAll(calls, PaymentState.SETTLED);
    }

    @Test
    void takesEventsOfBrokersAndClocks() throws Exception {
        String verdict = "{\"receiptId\":\"not looked at\"}";
        for (String type : List.of(InferenceAppraised.TYPE, "dev.knative.sources.ping")) {
            assertThat(postEvent(type, verdict).statusCode()).as(type).isBetween(200, 204);
        }
        assertThat(postEvent("io.verigrad.inference.attested.v1", verdict).statusCode())
                .as("an event that is none of its own")
                .isEqualTo(400);
    }

    @Test
    void refusesBodiesThatAFunctionCannotHave() throws Exception {
        assertThat(post("tick", new byte[0]).statusCode()).isEqualTo(204);
        for (String body : List.of("{}", "null", "{")) {
            HttpResponse<String> answer = post("tick", body.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("expected no body");
        }
        for (String body : List.of("", "{", "settle")) {
            assertThat(post("settle", body.getBytes(StandardCharsets.UTF_8)).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void settlesOnceWithSeveralSettlersSideBySide() throws Exception {
        List<PaidCall> calls = affirmed(20);
        List<Settler> settlers = List.of(settler, anotherSettler(), anotherSettler());

        until(() -> calls.stream().allMatch(call -> state(call) == PaymentState.SETTLED), () -> {
            together(settlers);
            world.mine(1);
        });

        assertThat(paid()).isEqualTo(20 * PRICE);
    }

    @Test
    void settlesSeveralBatchesAtTheSameTime() throws Exception {
        List<PaidCall> calls = affirmed(24);
        // One batch after another would wait for an answer that waits for the others.
        world.validators.forEach(validator -> validator.together = new CountDownLatch(3));

        settler.settle();

        assertThat(calls).extracting(call -> payment(call).transaction()).doesNotContain(Optional.empty());
        assertThat(calls.stream().map(call -> payment(call).transaction()).distinct())
                .as("transactions")
                .hasSize(3);
        settleUntilAll(calls, PaymentState.SETTLED);
        assertThat(paid()).isEqualTo(24 * PRICE);
    }

    @Test
    void waitsForMoreUnlessOneIsInstant() throws Exception {
        // To this settler everything was affirmed just now, and it would wait.
        Settler early = settler(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)));
        List<PaidCall> calls = affirmed(1);

        early.settle();
        assertThat(state(calls.getFirst())).isEqualTo(PaymentState.AFFIRMED);
        PaidCall instant = affirm(PaidCall.instant(world, PRICE));
        early.settle();

        assertThat(state(instant)).isEqualTo(PaymentState.SETTLING);
        assertThat(state(calls.getFirst())).isEqualTo(PaymentState.SETTLING);
        assertThat(payment(instant).transaction())
                .isEqualTo(payment(calls.getFirst()).transaction());
        settleUntilAll(List.of(instant, calls.getFirst()), PaymentState.SETTLED);
    }

    @Test
    void releasesAnAffirmedPaymentThatExpired() throws Exception {
        world.validators.getFirst().down = true;
        long now = Clock.systemUTC().instant().getEpochSecond();
        PaidCall expired = affirm(PaidCall.of(world, PRICE, now - 3600, now - 1));

        settler.settle();

        assertThat(state(expired)).isEqualTo(PaymentState.RELEASED);
        assertThat(payment(expired).reasons()).containsExactly("expired");
        assertThat(paid()).isZero();
    }

    @Test
    void releasesAPaymentWhoseReceiptIsTooOldThoughItsAuthorizationIsNot() throws Exception {
        long time = world.chain.latestBlock().timestamp();
        PaidCall old = affirm(PaidCall.of(world, PRICE, time - 7_600, time + 100_000));

        settleUntilAll(List.of(old), PaymentState.RELEASED);

        assertThat(payment(old).reasons()).containsExactly("receipt_too_old");
        assertThat(paid()).isZero();
    }

    @Test
    void wakesUpWhenAReceiptIsAppraised() throws Exception {
        List<PaidCall> calls = affirmed(1);

        connector.source("appraised-in").send("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        until(() -> state(calls.getFirst()) != PaymentState.AFFIRMED, () -> {});
        settleUntilAll(calls, PaymentState.SETTLED);
    }

    @Test
    void registersAnEnclaveOnceHoweverOftenItIsAsked() throws Exception {
        PrivateKey enclave = Keys.key("another enclave");
        RegisterCall call = world.registration(enclave);

        List<String> answers = new ArrayList<>();
        until(
                () -> {
                    answers.add(post("register", call).body());
                    return answers.getLast().contains("\"registered\"");
                },
                () -> world.mine(1));
        long nonce = world.chain.transactions().minedNonce(Keys.SETTLER.address());
        assertThat(post("register", call).body()).isEqualTo("{\"status\":\"registered\"}");

        assertThat(answers.getFirst()).contains("\"transaction\":\"0x");
        assertThat(world.chain.transactions().minedNonce(Keys.SETTLER.address()))
                .isEqualTo(nonce);
        assertThat(world.chain.keyEpoch(enclave.address())).isPresent();
    }

    @Test
    void refusesARegistrationThatTheEnclaveDidNotSign() throws Exception {
        RegisterCall good = world.registration(Keys.key("third enclave"));
        RegisterCall forged = new RegisterCall(
                good.registration(), good.endorsements().getFirst().signature(), good.endorsements());
        RegisterCall alone = new RegisterCall(
                good.registration(),
                good.enclaveSignature(),
                good.endorsements().subList(0, 1));

        assertThat(post("register", forged).body()).isEqualTo("{\"status\":\"refused\",\"reason\":\"bad_signature\"}");
        assertThat(post("register", alone).body()).contains("\"refused\"").contains("QuorumNotReached");
        assertThat(post("register", List.of()).statusCode()).isEqualTo(400);
        assertThat(post("register", Map.of()).statusCode()).isEqualTo(400);
        assertThat(post("register", Json.mapper().nullNode()).body())
                .isEqualTo("{\"status\":\"refused\",\"reason\":\"no_registration\"}");
    }

    @Test
    void isReadyWhereTheContractsAre() throws Exception {
        HttpResponse<String> ready = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url.resolve("/q/health/ready")).build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
    }

    private List<PaidCall> affirmed(int count) throws Exception {
        List<PaidCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(affirm(PaidCall.of(world, PRICE)));
        }
        return calls;
    }

    private PaidCall affirm(PaidCall call) {
        assertThat(Waiting.on(payments.reserve(call.reservation()))).isInstanceOf(Reservation.Reserved.class);
        Waiting.on(payments.served(call.paymentId(), call.receipt()));
        Waiting.on(payments.affirm(call.paymentId(), Keys.VALIDATORS.getFirst().address()));
        return call;
    }

    private SettlementBatch endorsed(List<PaidCall> calls) throws Exception {
        List<Hash32> ids = calls.stream().map(call -> call.receipt().id()).toList();
        Appraisal appraisal = new Appraisal(
                MerkleTree.of(ids).root(),
                ids.size(),
                Keys.hash("policy"),
                world.chain.latestBlock().timestamp());
        Hash32 digest = world.domain().digest(appraisal.structHash());
        return new SettlementBatch(
                calls.stream().map(PaidCall::item).toList(),
                appraisal,
                Keys.VALIDATORS.stream()
                        .map(validator -> new Endorsement(validator.address(), validator.sign(digest)))
                        .toList());
    }

    /** The settlement transaction that was written down and not sent. */
    private JournalEntry written() {
        return Waiting.on(journal.unresolved(Keys.SETTLER.address(), 100)).stream()
                .filter(entry -> entry.state() == JournalEntry.State.WRITTEN)
                .findFirst()
                .orElseThrow();
    }

    /** What a process would be that starts now: it shares the ledger and the key with the first, and no memory. */
    private Settler anotherSettler() {
        return settler(Clock.systemUTC());
    }

    private Settler settler(Clock clock) {
        return settlerOn(new VerifiedChain(world.chain), clock);
    }

    private Settler settlerOn(VerifiedChain chain, Clock clock) {
        Sender sender = new Sender(world.chain, new LocalSigner(Keys.SETTLER), journal);
        Outcomes outcomes = new Outcomes(world.chain, journal, batches, claims, settings, PaymentTraces.NONE, clock);
        Repricing repricing = new Repricing(world.chain, replacements, sender, settings);
        Reconciler another =
                new Reconciler(world.chain, journal, sender, outcomes, replacements, repricing, settings, clock);
        BatchProposal proposal = new BatchProposal(
                world.chain,
                batches,
                new Items(new Hosts(world.chain, settings)),
                new Validators(new ValidatorCalls(settings), world.chain),
                sender);
        return new Settler(
                chain,
                payments,
                another,
                new Batcher(batches, proposal, settings, PaymentTraces.NONE, clock),
                channelBatcher,
                requestWatcher,
                requestDeliveries,
                clock);
    }

    private static void together(List<Settler> settlers) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> rounds = new ArrayList<>();
            settlers.forEach(each -> rounds.add(threads.submit(each::settle)));
            for (Future<?> round : rounds) {
                round.get();
            }
        }
    }

    private void settleTimes(int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            settler.settle();
            world.mine(1);
        }
    }

    private void settleUntil(Condition condition) throws Exception {
        until(condition, () -> {
            settler.settle();
            world.mine(1);
        });
    }

    private void settleUntilAll(List<PaidCall> calls, PaymentState state) throws Exception {
        settleUntil(() -> calls.stream().allMatch(call -> state(call) == state));
    }

    private void until(Condition condition, Step step) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("time ran out").isLessThan(deadline);
            step.run();
        }
    }

    private Payment payment(PaidCall call) {
        return Waiting.on(payments.find(call.paymentId())).orElseThrow();
    }

    private PaymentState state(PaidCall call) {
        return payment(call).state();
    }

    private JournalEntry.State journalState(JournalEntry entry) {
        return Waiting.on(journal.find(entry.hash())).orElseThrow().state();
    }

    private long paid() throws Exception {
        return paidBefore - world.balance(Keys.PAYER.address()).value().longValueExact();
    }

    private HttpResponse<String> post(String function, Object body) throws Exception {
        return post(function, Json.write(body));
    }

    private HttpResponse<String> post(String function, byte[] body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url.resolve("/" + function))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** As a Knative broker delivers: CloudEvents in binary mode. */
    private HttpResponse<String> postEvent(String type, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url.resolve("/"))
                                .header("Content-Type", "application/json")
                                .header("ce-specversion", "1.0")
                                .header("ce-type", type)
                                .header("ce-source", "/test")
                                .header("ce-id", "1")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private interface Step {
        void run() throws Exception;
    }
}
