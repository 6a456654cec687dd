package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.address;
import static io.verigrad.ledger.Fixtures.await;
import static io.verigrad.ledger.Fixtures.awaitAll;
import static io.verigrad.ledger.Fixtures.hash;
import static io.verigrad.ledger.Fixtures.signer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@LedgerTest
class TransactionJournalTest {
    private static final JournalEntry.Inclusion BLOCK = new JournalEntry.Inclusion(7, hash("block 7"));

    @Inject
    TransactionJournal journal;

    @Test
    void givesEachNonceOnceAndLeavesNoGapUnderConcurrency() {
        Address from = address("busy signer");
        List<Uni<WriteDown>> writes = IntStream.range(0, 60)
                .mapToObj(
                        i -> journal.write(register(from, 5, "busy " + i), i % 3 == 0 ? failing() : signer("busy " + i))
                                .onFailure(NoKey.class)
                                .recoverWithItem(new WriteDown.ClaimLost()))
                .toList();

        List<WriteDown> written = awaitAll(writes);

        assertThat(written)
                .filteredOn(WriteDown.Written.class::isInstance)
                .extracting(outcome -> ((WriteDown.Written) outcome).entry().nonce())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(5, 45).boxed().toList());
    }

    @Test
    void catchesUpWithTheChain() {
        Address from = address("shared signer");

        await(journal.write(register(from, 0, "shared 0"), signer("shared 0")));
        WriteDown next = await(journal.write(register(from, 9, "shared 9"), signer("shared 9")));

        assertThat(((WriteDown.Written) next).entry().nonce()).isEqualTo(9);
    }

    @Test
    void writesOnceForOneSubject() {
        Address from = address("single signer");
        List<Uni<WriteDown>> writes = Stream.generate(
                        () -> journal.write(register(from, 0, "single"), signer("single")))
                .limit(10)
                .toList();

        List<WriteDown> outcomes = awaitAll(writes);

        assertThat(outcomes).filteredOn(WriteDown.Written.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(WriteDown.Open.class::isInstance).hasSize(9);
    }

    @Test
    void movesThroughItsStatesInOrderOnly() {
        JournalEntry entry = written("life");

        assertThat(await(journal.succeeded(entry.hash()))).isFalse();
        assertThat(await(journal.reorganised(entry.hash()))).isFalse();
        assertThat(await(journal.broadcast(entry.hash()))).isTrue();
        assertThat(await(journal.broadcast(entry.hash()))).isFalse();
        assertThat(await(journal.mined(entry.hash(), BLOCK))).isTrue();
        assertThat(await(journal.find(entry.hash())).orElseThrow().inclusion()).contains(BLOCK);
        assertThat(await(journal.reorganised(entry.hash()))).isTrue();
        assertThat(await(journal.find(entry.hash())).orElseThrow().inclusion()).isEmpty();
        assertThat(await(journal.mined(entry.hash(), BLOCK))).isTrue();
        assertThat(await(journal.succeeded(entry.hash()))).isTrue();
        assertThat(await(journal.failed(entry.hash(), "late"))).isFalse();
        assertThat(await(journal.mined(entry.hash(), BLOCK))).isFalse();
        assertThat(await(journal.unresolved(1000)))
                .extracting(JournalEntry::hash)
                .doesNotContain(entry.hash());
    }

    @Test
    void listsWhatOneSenderHasOpenHoweverMuchOthersHave() {
        Address ours = address("quiet signer");
        List<Address> others = IntStream.range(0, 20)
                .mapToObj(i -> address("loud signer " + i))
                .toList();
        others.forEach(other -> await(journal.write(register(other, 0, "loud " + other), signer("loud " + other))));
        await(journal.write(register(ours, 3, "quiet 3"), signer("quiet 3")));
        await(journal.write(register(ours, 4, "quiet 4"), signer("quiet 4")));

        assertThat(await(journal.unresolved(ours, 2)))
                .extracting(JournalEntry::from, JournalEntry::nonce)
                .containsExactly(tuple(ours, 3L), tuple(ours, 4L));
        assertThat(await(journal.unresolved(ours, 1)))
                .extracting(JournalEntry::nonce)
                .containsExactly(3L);
    }

    @Test
    void keepsTheSignedBytes() {
        JournalEntry entry = written("bytes");

        assertThat(await(journal.find(entry.hash()))).contains(entry);
        assertThat(await(journal.open(entry.purpose(), entry.subject()))).contains(entry);
        assertThat(entry.toString()).doesNotContain(entry.transaction().raw().toString());
    }

    @Test
    void findsTheLastTransactionOfASubjectAfterItsEnd() {
        JournalEntry entry = written("ended");
        await(journal.broadcast(entry.hash()));
        await(journal.mined(entry.hash(), new JournalEntry.Inclusion(7, hash("block"))));
        await(journal.succeeded(entry.hash()));

        assertThat(await(journal.open(entry.purpose(), entry.subject()))).isEmpty();
        assertThat(await(journal.latest(entry.purpose(), entry.subject())))
                .hasValueSatisfying(last -> assertThat(last.hash()).isEqualTo(entry.hash()));
        assertThat(await(journal.latest(NewTransaction.Purpose.TRANSFER, entry.subject())))
                .isEmpty();
    }

    @Test
    void writesNoTransferAgainThatMovedItsMoneyForGood() {
        JournalEntry entry = transfer("first account", "moved");
        await(journal.mined(entry.hash(), BLOCK));
        await(journal.succeeded(entry.hash()));

        WriteDown again = await(journal.write(newTransfer("other account", "moved"), signer("again")));

        assertThat(again)
                .isInstanceOfSatisfying(
                        WriteDown.Open.class,
                        open -> assertThat(open.entry().hash()).isEqualTo(entry.hash()));
    }

    @Test
    void prefersWhatStandsToWhatFailedOnAnotherAccount() {
        await(journal.write(newTransfer("busy account", "something else"), signer("busy")));
        JournalEntry failed = transfer("busy account", "retried");
        await(journal.failed(failed.hash(), "nonce_taken"));
        JournalEntry standing = transfer("quiet account", "retried");

        assertThat(standing.nonce()).isLessThan(failed.nonce());
        assertThat(await(journal.latest(standing.purpose(), standing.subject())))
                .hasValueSatisfying(found -> assertThat(found.hash()).isEqualTo(standing.hash()));
    }

    private JournalEntry transfer(String account, String subject) {
        WriteDown outcome = await(journal.write(newTransfer(account, subject), signer(account + subject)));
        return ((WriteDown.Written) outcome).entry();
    }

    private static NewTransaction newTransfer(String account, String subject) {
        return new NewTransaction(
                address(account),
                0,
                NewTransaction.Purpose.TRANSFER,
                address(subject).bytes());
    }

    private JournalEntry written(String name) {
        WriteDown outcome = await(journal.write(register(address("journal " + name), 0, name), signer(name)));
        return ((WriteDown.Written) outcome).entry();
    }

    private static NewTransaction register(Address from, long minNonce, String subject) {
        return new NewTransaction(
                from,
                minNonce,
                NewTransaction.Purpose.REGISTER,
                address(subject).bytes());
    }

    private static NonceSigner failing() {
        return nonce -> Uni.createFrom().failure(new NoKey());
    }

    private static final class NoKey extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
