package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.address;
import static io.verigrad.ledger.Fixtures.await;
import static io.verigrad.ledger.Fixtures.awaitAll;
import static io.verigrad.ledger.Fixtures.hash;
import static io.verigrad.ledger.Fixtures.signer;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.verigrad.ledger.JournalEntry.State;
import io.verigrad.value.Bytes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@LedgerTest
class ReplacementsTest {
    private static final JournalEntry.Inclusion BLOCK = new JournalEntry.Inclusion(7, hash("block 7"));

    @Inject
    TransactionJournal journal;

    @Inject
    Replacements replacements;

    @Test
    void keepsOneLiveTransactionPerNonce() {
        JournalEntry first = written("cheap");

        JournalEntry second =
                await(replacements.replace(first, transaction("dearer"))).orElseThrow();

        assertThat(state(first)).isEqualTo(State.REPLACED);
        assertThat(await(journal.open(second.purpose(), second.subject()))).contains(second);
        assertThat(await(journal.latest(second.purpose(), second.subject()))).contains(second);
        assertThat(await(journal.unresolved(first.from(), 10))).containsExactly(second);
        assertThat(second.nonce()).isEqualTo(first.nonce());
        assertThat(await(replacements.of(second)))
                .extracting(JournalEntry::hash)
                .containsExactly(first.hash());
        WriteDown next = await(journal.write(register(first, "next"), signer("next")));
        assertThat(((WriteDown.Written) next).entry().nonce()).isEqualTo(first.nonce() + 1);
    }

    @Test
    void replacesOnceHoweverManyTry() {
        JournalEntry first = written("contended");
        List<Uni<Optional<JournalEntry>>> tries = IntStream.range(0, 10)
                .mapToObj(i -> replacements.replace(first, transaction("contender " + i)))
                .toList();

        assertThat(awaitAll(tries)).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(await(journal.unresolved(first.from(), 10))).hasSize(1);
    }

    @Test
    void replacesNothingThatIsInABlock() {
        JournalEntry first = written("mined");
        await(journal.mined(first.hash(), BLOCK));

        assertThat(await(replacements.replace(first, transaction("late")))).isEmpty();
        assertThat(state(first)).isEqualTo(State.MINED);
    }

    @Test
    void letsTheOneLiveThatIsMined() {
        JournalEntry first = written("underestimated");
        JournalEntry second =
                await(replacements.replace(first, transaction("superfluous"))).orElseThrow();

        assertThat(await(replacements.minedInstead(second, first))).isTrue();
        assertThat(await(replacements.minedInstead(second, first))).as("again").isFalse();
        assertThat(state(second)).isEqualTo(State.REPLACED);
        assertThat(await(journal.mined(first.hash(), BLOCK))).isTrue();
        assertThat(await(journal.mined(second.hash(), BLOCK))).isFalse();
        assertThat(await(journal.succeeded(first.hash()))).isTrue();
        assertThat(await(replacements.minedInstead(first, second)))
                .as("what is final stays")
                .isFalse();
    }

    private JournalEntry written(String name) {
        NewTransaction transaction = new NewTransaction(
                address("replacements " + name),
                4,
                NewTransaction.Purpose.REGISTER,
                address(name).bytes());
        return ((WriteDown.Written) await(journal.write(transaction, signer(name)))).entry();
    }

    private static NewTransaction register(JournalEntry like, String subject) {
        return new NewTransaction(
                like.from(), 0, like.purpose(), address(subject).bytes());
    }

    private static RawTransaction transaction(String name) {
        return new RawTransaction(hash(name), Bytes.of((byte) 2));
    }

    private State state(JournalEntry entry) {
        return await(journal.find(entry.hash())).orElseThrow().state();
    }
}
