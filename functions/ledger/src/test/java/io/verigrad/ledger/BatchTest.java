package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.NOW;
import static io.verigrad.ledger.Fixtures.VALIDATOR;
import static io.verigrad.ledger.Fixtures.await;
import static io.verigrad.ledger.Fixtures.awaitAll;
import static io.verigrad.ledger.Fixtures.batch;
import static io.verigrad.ledger.Fixtures.claim;
import static io.verigrad.ledger.Fixtures.freshPayer;
import static io.verigrad.ledger.Fixtures.hash;
import static io.verigrad.ledger.Fixtures.receipt;
import static io.verigrad.ledger.Fixtures.reservation;
import static io.verigrad.ledger.Fixtures.signer;
import static io.verigrad.ledger.Fixtures.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.smallrye.mutiny.Uni;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LedgerTest
class BatchTest {
    private static final int MANY = 1000;
    private static final AtomicInteger DEBTS = new AtomicInteger();
    private static final Backoff BACKOFF = new Backoff(NOW, Duration.ofSeconds(30), Duration.ofMinutes(10));

    @Inject
    Payments payments;

    @Inject
    Batches batches;

    @Inject
    TransactionJournal journal;

    @Inject
    Replacements replacements;

    @BeforeEach
    void releaseWhatOtherTestsLeft() {
        await(payments.expire(NOW.plusSeconds(1_000_000), MANY));
    }

    @Test
    void claimsEachPaymentForOneSettlerOnly() {
        affirmed(20);

        List<List<AffirmedPayment>> claimed = awaitAll(Stream.generate(() -> batches.claimAffirmed(claim(), 7))
                .limit(5)
                .toList());

        assertThat(claimed.stream()
                        .flatMap(List::stream)
                        .map(AffirmedPayment::payment)
                        .map(Payment::paymentId))
                .hasSize(20)
                .doesNotHaveDuplicates();
        assertThat(await(batches.backlog(NOW)).count()).isZero();
        assertThat(await(batches.backlog(NOW.plusSeconds(61))).count())
                .as("claims end")
                .isEqualTo(20);
    }

    @Test
    void givesBackWhatItsOwnerDoesNotWant() {
        affirmed(3);
        Claim claim = claim();
        List<Hash32> ids = ids(await(batches.claimAffirmed(claim, MANY)));

        await(batches.unclaim(claim().owner(), ids));
        assertThat(await(batches.backlog(NOW)).count())
                .as("not another's to give back")
                .isZero();
        await(batches.unclaim(claim.owner(), ids.subList(0, 2)));
        assertThat(await(batches.backlog(NOW)).count()).isEqualTo(2);
    }

    @Test
    void writesPaymentsBatchAndTransactionDownTogether() {
        List<SignedReceipt> receipts = affirmed(3);
        Claim claim = claim();
        List<Hash32> ids = ids(await(batches.claimAffirmed(claim, MANY)));

        WriteDown outcome = await(write(claim, ids, "together"));

        assertThat(outcome).isInstanceOf(WriteDown.Written.class);
        JournalEntry entry = ((WriteDown.Written) outcome).entry();
        assertThat(entry.state()).isEqualTo(JournalEntry.State.WRITTEN);
        assertThat(await(journal.unresolved(MANY))).contains(entry);
        assertThat(await(batches.findByTransaction(entry.hash())).orElseThrow())
                .satisfies(batch -> assertThat(batch.receiptIds()).containsExactlyElementsOf(ids))
                .satisfies(batch -> assertThat(batch.state()).isEqualTo(Batch.State.SETTLING));
        assertThat(state(receipts.getFirst())).isEqualTo(PaymentState.SETTLING);
        assertThat(payment(receipts.getFirst()).transaction())
                .as("not sent yet")
                .isEmpty();
        await(journal.broadcast(entry.hash()));
        assertThat(payment(receipts.getFirst()).transaction()).contains(entry.hash());
    }

    @Test
    void writesNothingDownWhenSigningFails() {
        List<SignedReceipt> receipts = affirmed(2);
        Claim claim = claim();
        List<Hash32> ids = ids(await(batches.claimAffirmed(claim, MANY)));
        NewBatch batch = batch(claim, ids);
        NewTransaction transaction = transaction(
                NewTransaction.Purpose.SETTLE, batch.appraisal().batchRoot().bytes());

        assertThatThrownBy(() -> await(batches.writeDown(
                        batch, transaction, nonce -> Uni.createFrom().failure(new IllegalStateException("no key")))))
                .hasMessageContaining("no key");

        assertThat(state(receipts.getFirst())).isEqualTo(PaymentState.AFFIRMED);
        assertThat(await(journal.open(transaction.purpose(), transaction.subject())))
                .isEmpty();
        assertThat(await(write(claim, ids, "second try"))).isInstanceOf(WriteDown.Written.class);
    }

    @Test
    void writesNothingDownWhenOnePaymentSlippedAway() {
        List<SignedReceipt> receipts = affirmed(3);
        Claim late = claim();
        List<Hash32> ids = ids(await(batches.claimAffirmed(late, MANY)));
        Claim thief = new Claim(claim().owner(), NOW.plusSeconds(61), NOW.plusSeconds(120));
        await(batches.claimAffirmed(thief, 1));

        WriteDown outcome = await(write(late, ids, "late"));

        assertThat(outcome).isEqualTo(new WriteDown.ClaimLost());
        assertThat(receipts).allSatisfy(receipt -> assertThat(state(receipt)).isEqualTo(PaymentState.AFFIRMED));
        assertThat(await(journal.unresolved(MANY)))
                .noneMatch(entry -> entry.hash().equals(hash("late " + entry.nonce())));
    }

    @Test
    void writesOneTransactionForOneBatch() {
        affirmed(2);
        Claim claim = claim();
        List<Hash32> ids = ids(await(batches.claimAffirmed(claim, MANY)));

        await(write(claim, ids, "first"));

        assertThat(await(write(claim, ids, "second"))).isInstanceOf(WriteDown.Open.class);
    }

    @Test
    void endsABatchOnceAndGivesTheLimitBack() {
        List<SignedReceipt> receipts = affirmed(2);
        JournalEntry entry = settling();
        Batch batch = await(batches.findByTransaction(entry.hash())).orElseThrow();
        List<PaymentOutcome> outcomes = List.of(
                new PaymentOutcome.Settled(receipts.get(0).id()),
                new PaymentOutcome.Rejected(receipts.get(1).id(), "PAYMENT_FAILED"));

        assertThat(await(batches.settled(batch, outcomes, BACKOFF)))
                .as("not mined yet")
                .isFalse();
        await(journal.mined(entry.hash(), new JournalEntry.Inclusion(5, hash("block"))));
        List<Boolean> first = awaitAll(Stream.generate(() -> batches.settled(batch, outcomes, BACKOFF))
                .limit(5)
                .toList());

        assertThat(first).filteredOn(Boolean::booleanValue).hasSize(1);
        assertThat(state(receipts.get(0))).isEqualTo(PaymentState.SETTLED);
        assertThat(payment(receipts.get(1)))
                .satisfies(payment -> assertThat(payment.state()).isEqualTo(PaymentState.RELEASED))
                .satisfies(payment -> assertThat(payment.reasons()).containsExactly("PAYMENT_FAILED"));
        assertThat(await(journal.find(entry.hash())).orElseThrow().state()).isEqualTo(JournalEntry.State.FINAL);
        for (SignedReceipt receipt : receipts) {
            assertThat(await(payments.reserve(reservation(receipt.receipt().payer(), 10, 10))))
                    .isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
        }
    }

    @Test
    void trustsAPayerWithAShareOfWhatItSettled() {
        SignedReceipt receipt = affirmed(1).getFirst();
        JournalEntry entry = settling();
        Batch batch = await(batches.findByTransaction(entry.hash())).orElseThrow();
        Address payer = receipt.receipt().payer();
        ExposureCap earned = new ExposureCap(TokenAmount.of(1), TokenAmount.of(100), 50, Duration.ofDays(30));
        ExposureCap low = new ExposureCap(TokenAmount.of(1), TokenAmount.of(3), 50, Duration.ofDays(30));
        ExposureCap forgetful = new ExposureCap(TokenAmount.of(1), TokenAmount.of(100), 50, Duration.ZERO);

        assertThat(mode(payer, 6, earned)).as("nothing has settled yet").isEqualTo(SettlementMode.INSTANT);
        await(journal.mined(entry.hash(), new JournalEntry.Inclusion(5, hash("block"))));
        await(batches.settled(batch, List.of(new PaymentOutcome.Settled(receipt.id())), BACKOFF));

        assertThat(mode(payer, 4, low)).isEqualTo(SettlementMode.INSTANT);
        assertThat(mode(payer, 2, forgetful)).isEqualTo(SettlementMode.INSTANT);
        assertThat(mode(payer, 6, earned)).as("1 and half of 10").isEqualTo(SettlementMode.DEFERRED);
        assertThat(mode(payer, 1, earned)).isEqualTo(SettlementMode.INSTANT);
        assertThat(mode(freshPayer(), 2, earned)).as("somebody else").isEqualTo(SettlementMode.INSTANT);
    }

    private SettlementMode mode(Address payer, long cap, ExposureCap trusted) {
        Limits limits = new Limits(TokenAmount.of(1000), trusted);
        return await(payments.reserve(Fixtures.reservation(payer, cap, limits)))
                        instanceof Reservation.Reserved(SettlementMode settlement)
                ? settlement
                : fail("not reserved");
    }

    @Test
    void saysWhetherAnInstantPaymentWaits() {
        affirmed(1);
        assertThat(await(batches.backlog(NOW)).instant()).isFalse();

        NewReservation instant =
                Fixtures.reservation(freshPayer(), 10, new Limits(TokenAmount.of(10), TokenAmount.ZERO));
        await(payments.reserve(instant));
        await(payments.served(instant.paymentId(), Fixtures.receipt(instant, 10)));
        assertThat(await(batches.backlog(NOW)).instant()).isFalse();
        await(payments.affirm(instant.paymentId(), VALIDATOR));

        assertThat(await(batches.backlog(NOW)).instant()).isTrue();
        await(batches.claimAffirmed(claim(), MANY));
        assertThat(await(batches.backlog(NOW)).instant()).isFalse();
    }

    @Test
    void endsABatchOfOne() {
        SignedReceipt receipt = affirmed(1).getFirst();
        JournalEntry entry = settling();
        Batch batch = await(batches.findByTransaction(entry.hash())).orElseThrow();
        await(journal.mined(entry.hash(), new JournalEntry.Inclusion(5, hash("block"))));

        assertThat(await(batches.settled(batch, List.of(new PaymentOutcome.Settled(receipt.id())), BACKOFF)))
                .isTrue();

        assertThat(state(receipt)).isEqualTo(PaymentState.SETTLED);
        assertThat(payment(receipt).reasons()).isEmpty();
    }

    @Test
    void letsAPostponedPaymentWaitAndCount() {
        List<SignedReceipt> receipts = affirmed(2);
        JournalEntry entry = settling();
        Batch batch = await(batches.findByTransaction(entry.hash())).orElseThrow();
        await(journal.mined(entry.hash(), new JournalEntry.Inclusion(5, hash("block"))));
        SignedReceipt postponed = receipts.getFirst();
        List<PaymentOutcome> outcomes = List.of(
                new PaymentOutcome.Postponed(postponed.id(), "payment_failed:balance"),
                new PaymentOutcome.Settled(receipts.getLast().id()));

        assertThat(await(batches.settled(batch, outcomes, BACKOFF))).isTrue();
        assertThat(await(batches.settled(
                        await(batches.findByTransaction(entry.hash())).orElseThrow(), outcomes, BACKOFF)))
                .as("ended before")
                .isFalse();

        assertThat(payment(postponed))
                .satisfies(payment -> assertThat(payment.state()).isEqualTo(PaymentState.SETTLING))
                .satisfies(payment -> assertThat(payment.reasons()).containsExactly("payment_failed:balance"))
                .satisfies(payment -> assertThat(payment.transaction()).isEmpty());
        assertThat(await(payments.reserve(reservation(postponed.receipt().payer(), 10, 10))))
                .as("it still counts")
                .isInstanceOf(Reservation.OverBalance.class);
        assertThat(await(batches.backlog(NOW.plusSeconds(29))).count()).isZero();
        assertThat(await(batches.backlog(NOW.plusSeconds(601))).count()).isEqualTo(1);
        assertThat(state(receipts.getLast())).isEqualTo(PaymentState.SETTLED);
        assertThat(await(payments.expire(NOW.plusSeconds(3601), MANY)))
                .contains(postponed.receipt().paymentId());
        assertThat(payment(postponed).reasons()).containsExactly("payment_failed:balance", "expired");
    }

    @Test
    void endsABatchByWhicheverOfItsTransactionsIsMined() {
        SignedReceipt receipt = affirmed(1).getFirst();
        JournalEntry cheap = settling();
        RawTransaction raw = new RawTransaction(hash("dear " + cheap.hash()), Bytes.of((byte) 2));
        JournalEntry dear = await(replacements.replace(cheap, raw)).orElseThrow();
        assertThat(await(batches.findByTransaction(cheap.hash()))).isEmpty();
        assertThat(await(batches.findByTransaction(dear.hash()))).isPresent();

        await(replacements.minedInstead(dear, cheap));
        await(journal.mined(cheap.hash(), new JournalEntry.Inclusion(5, hash("block"))));
        Batch batch = await(batches.findByTransaction(cheap.hash())).orElseThrow();
        await(batches.settled(batch, List.of(new PaymentOutcome.Settled(receipt.id())), BACKOFF));

        assertThat(state(receipt)).isEqualTo(PaymentState.SETTLED);
        assertThat(payment(receipt).transaction()).contains(cheap.hash());
    }

    @Test
    void trustsNoPayerThatOwesUntilItHasPaid() {
        Address payer = freshPayer();
        SignedReceipt cancelled = affirmed(reservation(payer, 10, 100));
        end(new PaymentOutcome.Rejected(cancelled.id(), "authorization_used"));

        NewReservation next = reservation(payer, 6, 100);
        SignedReceipt small = affirmed(next, SettlementMode.INSTANT);
        end(new PaymentOutcome.Settled(small.id()));
        SignedReceipt rest = affirmed(reservation(payer, 6, 100), SettlementMode.INSTANT);
        end(new PaymentOutcome.Settled(rest.id()));

        assertThat(await(payments.reserve(reservation(payer, 6, 100))))
                .as("12 of 10 are paid")
                .isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
    }

    @Test
    void countsWhatAPayerOwesOnceHoweverOftenItFails() {
        Address payer = freshPayer();
        SignedReceipt late = affirmed(reservation(payer, 10, 100));
        end(new PaymentOutcome.Postponed(late.id(), "payment_failed:balance"));
        end(new PaymentOutcome.Postponed(late.id(), "payment_failed:balance"));

        NewReservation meanwhile = reservation(payer, 5, 100);
        assertThat(await(payments.reserve(meanwhile))).isEqualTo(new Reservation.Reserved(SettlementMode.INSTANT));
        assertThat(await(payments.reserve(reservation(payer, 90, 100))))
                .as("what is open counts against the balance still")
                .isInstanceOf(Reservation.OverBalance.class);
        await(payments.release(meanwhile.paymentId(), "runner_gave_up"));
        end(new PaymentOutcome.Settled(late.id()));

        assertThat(await(payments.reserve(reservation(payer, 5, 100))))
                .isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
    }

    @Test
    void owesNothingForWhatWasPaidFirstOrFailedByOthers() {
        Address first = freshPayer();
        NewReservation untrusted = reservation(first, 10, new Limits(TokenAmount.of(100), TokenAmount.ZERO));
        SignedReceipt withheld = affirmed(untrusted, SettlementMode.INSTANT);
        end(new PaymentOutcome.Rejected(withheld.id(), "authorization_used"));
        Address second = freshPayer();
        SignedReceipt ofABadKey = affirmed(reservation(second, 10, 100));
        end(new PaymentOutcome.Rejected(ofABadKey.id(), "bad_signature"));

        assertThat(await(payments.reserve(reservation(first, 5, 100))))
                .isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
        assertThat(await(payments.reserve(reservation(second, 5, 100))))
                .isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
    }

    /** Settles what waits, with this outcome of the only receipt. */
    private void end(PaymentOutcome outcome) {
        Claim claim = new Claim(claim().owner(), NOW.plusSeconds(601), NOW.plusSeconds(660));
        List<Hash32> ids = ids(await(batches.claimAffirmed(claim, MANY)));
        assertThat(ids).containsExactly(outcome.receiptId());
        JournalEntry entry = ((WriteDown.Written) await(write(claim, ids, "debt " + DEBTS.incrementAndGet()))).entry();
        await(journal.mined(entry.hash(), new JournalEntry.Inclusion(5, hash("block"))));
        Batch batch = await(batches.findByTransaction(entry.hash())).orElseThrow();
        assertThat(await(batches.settled(batch, List.of(outcome), BACKOFF))).isTrue();
    }

    private SignedReceipt affirmed(NewReservation reservation) {
        return affirmed(reservation, SettlementMode.DEFERRED);
    }

    private SignedReceipt affirmed(NewReservation reservation, SettlementMode expected) {
        assertThat(await(payments.reserve(reservation))).isEqualTo(new Reservation.Reserved(expected));
        SignedReceipt receipt = receipt(reservation, reservation.cap().value().longValueExact());
        await(payments.served(reservation.paymentId(), receipt));
        await(payments.affirm(reservation.paymentId(), VALIDATOR));
        return receipt;
    }

    @Test
    void givesUpOnlyWhatItsOwnerClaimed() {
        SignedReceipt receipt = affirmed(1).getFirst();
        Claim claim = claim();
        List<Hash32> ids = ids(await(batches.claimAffirmed(claim, MANY)));

        assertThat(await(batches.giveUp(claim().owner(), ids, "receipt_too_old")))
                .isEmpty();
        assertThat(await(batches.giveUp(claim.owner(), ids, "receipt_too_old")))
                .containsExactly(receipt.receipt().paymentId());

        assertThat(payment(receipt).reasons()).containsExactly("receipt_too_old");
        assertThat(state(receipt)).isEqualTo(PaymentState.RELEASED);
        assertThat(await(payments.reserve(reservation(receipt.receipt().payer(), 10, 10))))
                .as("the limit is back")
                .isEqualTo(new Reservation.Reserved(SettlementMode.DEFERRED));
    }

    @Test
    void wantsAnOutcomeOfEveryReceipt() {
        List<SignedReceipt> receipts = affirmed(2);
        Batch batch = await(batches.findByTransaction(settling().hash())).orElseThrow();

        assertThatThrownBy(() -> batches.settled(
                        batch,
                        List.of(new PaymentOutcome.Settled(receipts.getFirst().id())),
                        BACKOFF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected an outcome of each of the 2 receipts");
    }

    @Test
    void letsThePaymentsOfAFailedBatchWaitForAnother() {
        List<SignedReceipt> receipts = affirmed(2);
        JournalEntry entry = settling();
        Batch batch = await(batches.findByTransaction(entry.hash())).orElseThrow();
        await(journal.mined(entry.hash(), new JournalEntry.Inclusion(5, hash("block"))));

        assertThat(await(batches.failed(batch, "REVERTED"))).isTrue();

        assertThat(state(receipts.getFirst())).isEqualTo(PaymentState.SETTLING);
        assertThat(payment(receipts.getFirst()).transaction()).isEmpty();
        assertThat(await(batches.backlog(NOW)).count()).isEqualTo(2);
        assertThat(settling().hash()).isNotEqualTo(entry.hash());
    }

    @Test
    void expiresThePaymentsOfAFailedBatchButNoneThatMayBeOnChain() {
        List<SignedReceipt> failed = affirmed(1);
        JournalEntry first = settling();
        await(journal.mined(first.hash(), new JournalEntry.Inclusion(5, hash("block"))));
        await(batches.failed(await(batches.findByTransaction(first.hash())).orElseThrow(), "REVERTED"));
        await(batches.claimAffirmed(claim(), MANY));
        List<SignedReceipt> sent = affirmed(1);
        settling();

        List<Hash32> expired = await(payments.expire(NOW.plusSeconds(3601), MANY));

        assertThat(expired).contains(failed.getFirst().receipt().paymentId());
        assertThat(expired).doesNotContain(sent.getFirst().receipt().paymentId());
    }

    private List<SignedReceipt> affirmed(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    Address payer = freshPayer();
                    NewReservation reservation = reservation(payer, 10, 10);
                    SignedReceipt receipt = receipt(reservation, 10);
                    await(payments.reserve(reservation));
                    await(payments.served(reservation.paymentId(), receipt));
                    await(payments.affirm(reservation.paymentId(), VALIDATOR));
                    return receipt;
                })
                .toList();
    }

    private JournalEntry settling() {
        Claim claim = claim();
        List<Hash32> ids = ids(await(batches.claimAffirmed(claim, MANY)));
        return ((WriteDown.Written) await(write(claim, ids, "settling"))).entry();
    }

    private Uni<WriteDown> write(Claim claim, List<Hash32> ids, String name) {
        NewBatch batch = batch(claim, ids);
        return batches.writeDown(
                batch,
                transaction(
                        NewTransaction.Purpose.SETTLE,
                        batch.appraisal().batchRoot().bytes()),
                signer(name));
    }

    private static List<Hash32> ids(List<AffirmedPayment> claimed) {
        return claimed.stream()
                .map(AffirmedPayment::receipt)
                .map(SignedReceipt::id)
                .toList();
    }

    private Payment payment(SignedReceipt receipt) {
        return await(payments.find(receipt.receipt().paymentId())).orElseThrow();
    }

    private PaymentState state(SignedReceipt receipt) {
        return payment(receipt).state();
    }
}
