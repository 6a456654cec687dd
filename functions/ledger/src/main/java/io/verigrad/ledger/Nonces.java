package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes transactions down with the next nonce of their sender, unless one for the same subject is under way. The sender's row is locked until the transaction that
 * writes ends, so nonces are unique among all instances, and one that was not used is given out again.
 */
final class Nonces {
    private static final String NEXT = """
            insert into signer (address, next_nonce) values (:from, :minNonce)
            on conflict (address) do update set next_nonce = greatest(signer.next_nonce, excluded.next_nonce)
            returning next_nonce
            """;

    private static final String USED = "update signer set next_nonce = :nonce + 1 where address = :from";

    private static final String WRITE = """
            insert into journal (hash, signer, nonce, purpose, subject, raw, state)
            values (:hash, :from, :nonce, :purpose, :subject, :raw, 'WRITTEN')
            """;

    private Nonces() {}

    static Uni<WriteDown> write(Statements statements, NewTransaction transaction, NonceSigner signer) {
        return statements
                .rows(
                        NEXT,
                        row -> row.getLong(0),
                        Map.of("from", transaction.from(), "minNonce", transaction.minNonce()))
                .map(List::getFirst)
                // Only after the lock: of two writers with one subject, the second sees what the first wrote.
                .chain(nonce -> TransactionJournal.standing(statements, transaction)
                        .chain(open -> open.isPresent()
                                ? Uni.createFrom().item(new WriteDown.Open(open.get()))
                                : signer.sign(nonce).chain(signed -> write(statements, transaction, nonce, signed))));
    }

    private static Uni<WriteDown> write(
            Statements statements, NewTransaction transaction, long nonce, RawTransaction signed) {
        return insert(statements, transaction, nonce, signed)
                .call(() -> statements.update(USED, Map.of("from", transaction.from(), "nonce", nonce)))
                .map(WriteDown.Written::new);
    }

    static Uni<JournalEntry> insert(
            Statements statements, NewTransaction transaction, long nonce, RawTransaction signed) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("hash", signed.hash());
        row.put("from", transaction.from());
        row.put("nonce", nonce);
        row.put("purpose", transaction.purpose());
        row.put("subject", transaction.subject());
        row.put("raw", signed.raw());
        return statements
                .update(WRITE, row)
                .replaceWith(() -> new JournalEntry(
                        signed,
                        transaction.from(),
                        nonce,
                        transaction.purpose(),
                        transaction.subject(),
                        JournalEntry.State.WRITTEN,
                        Optional.empty(),
                        ""));
    }
}
