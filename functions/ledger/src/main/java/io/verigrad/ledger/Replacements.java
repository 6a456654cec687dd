package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Transactions that share a nonce, of which the chain takes one at most: one is live, and stands for what the nonce is
 * used for; the others are REPLACED. Any of them may be the one that is mined, and then becomes the live one.
 */
@ApplicationScoped
public class Replacements {
    private static final String OF =
            JournalRow.SELECT + "where signer = :signer and nonce = :nonce and state = 'REPLACED' order by hash";

    private static final String REPLACED = """
            update journal set state = 'REPLACED', block_number = null, block_hash = null, updated_at = now()
            where hash = :hash and state in ('WRITTEN', 'BROADCAST')
            """;

    private static final String STEPS_BACK = """
            update journal set state = 'REPLACED', block_number = null, block_hash = null, updated_at = now()
            where hash = :hash and state in ('WRITTEN', 'BROADCAST', 'MINED')
            """;

    private static final String LIVE = """
            update journal set state = 'BROADCAST', updated_at = now() where hash = :hash and state = 'REPLACED'
            """;

    private static final String BATCH = "update batch set transaction_hash = :to where transaction_hash = :from";

    private final LedgerSession ledger;

    Replacements(LedgerSession ledger) {
        this.ledger = ledger;
    }

    /**
     * Writes another transaction down with the nonce, the purpose and the subject of {@code live}, which is not in a block.
     * Empty if {@code live} was no longer that, and then nothing was written. Only what was written may be sent.
     */
    public Uni<Optional<JournalEntry>> replace(JournalEntry live, RawTransaction by) {
        NewTransaction transaction = new NewTransaction(live.from(), live.nonce(), live.purpose(), live.subject());
        return ledger.inTransaction(statements -> statements
                .update(REPLACED, Map.of("hash", live.hash()))
                .chain(replaced -> replaced == 1
                        ? Nonces.insert(statements, transaction, live.nonce(), by)
                                .call(() -> moveBatch(statements, live.hash(), by.hash()))
                                .map(Optional::of)
                        : Uni.createFrom().item(Optional.empty())));
    }

    /** What {@code live} replaced. */
    public Uni<List<JournalEntry>> of(JournalEntry live) {
        return ledger.withStatements(statements ->
                statements.rows(OF, JournalRow::read, Map.of("signer", live.from(), "nonce", live.nonce())));
    }

    /**
     * A block holds {@code mined} and not {@code live}: they change places. Whether this call did it; not if the outcome
     * of {@code live} is final.
     */
    public Uni<Boolean> minedInstead(JournalEntry live, JournalEntry mined) {
        return ledger.inTransaction(statements -> statements
                .update(STEPS_BACK, Map.of("hash", live.hash()))
                .chain(stepped -> stepped == 1
                        ? statements
                                .update(LIVE, Map.of("hash", mined.hash()))
                                .invoke(moved -> requireOne(moved, mined))
                                .chain(() -> moveBatch(statements, live.hash(), mined.hash()))
                                .replaceWith(true)
                        : Uni.createFrom().item(false)));
    }

    private static void requireOne(int moved, JournalEntry mined) {
        if (moved != 1) {
            throw new IllegalStateException("transaction " + mined.hash() + " was not replaced");
        }
    }

    private static Uni<Integer> moveBatch(Statements statements, Hash32 from, Hash32 to) {
        return statements.update(BATCH, Map.of("from", from, "to", to));
    }
}
