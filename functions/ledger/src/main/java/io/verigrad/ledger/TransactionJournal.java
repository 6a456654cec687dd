package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every transaction is written here, signed, before it is sent, so that whoever starts after a crash sends the very
 * same bytes again and nothing is done twice.
 */
@ApplicationScoped
public class TransactionJournal {
    private static final String OPEN = JournalRow.SELECT + """
            where purpose = :purpose and subject = :subject and state in ('WRITTEN', 'BROADCAST', 'MINED')
            """;

    /** A transfer is made once: what has moved the money for good stands in the way of another one as well. */
    private static final String STANDING = JournalRow.SELECT + """
            where purpose = :purpose and subject = :subject
                and (state in ('WRITTEN', 'BROADCAST', 'MINED') or state = 'FINAL' and purpose = 'TRANSFER')
            """;

    private static final String LATEST = JournalRow.SELECT + """
            where purpose = :purpose and subject = :subject and state <> 'REPLACED'
            order by case when state = 'FAILED' then 1 else 0 end, nonce desc limit 1
            """;

    private static final String UNRESOLVED = JournalRow.SELECT + """
            where state in ('WRITTEN', 'BROADCAST', 'MINED') order by signer, nonce limit :limit
            """;

    private static final String UNRESOLVED_OF_ONE = JournalRow.SELECT + """
            where signer = :signer and state in ('WRITTEN', 'BROADCAST', 'MINED')
            order by nonce limit :limit
            """;

    private static final String COUNT = """
            select count(*), count(*) filter (where substring(subject from :payerAt for :payerSize) = :payer),
                count(*) filter (where substring(subject from :payeeAt for :payeeSize) = :payee)
            from journal where encode(signer, 'hex') = any(string_to_array(:signers, ','))
                and purpose = :purpose and state in ('WRITTEN', 'BROADCAST', 'MINED')
            """;

    private static final String OF_NONCE =
            JournalRow.SELECT + "where signer = :signer and nonce = :nonce and state <> 'REPLACED'";

    private static final String BY_HASH = JournalRow.SELECT + "where hash = :hash";

    private static final String BROADCAST = """
            update journal set state = 'BROADCAST', updated_at = now() where hash = :hash and state = 'WRITTEN'
            """;

    private static final String MINED = """
            update journal set state = 'MINED', block_number = :blockNumber, block_hash = :blockHash, updated_at = now()
            where hash = :hash and state in ('WRITTEN', 'BROADCAST', 'MINED')
            """;

    private static final String REORGANISED = """
            update journal set state = 'BROADCAST', block_number = null, block_hash = null, updated_at = now()
            where hash = :hash and state = 'MINED'
            """;

    private static final String FINAL = """
            update journal set state = 'FINAL', updated_at = now() where hash = :hash and state = 'MINED'
            """;

    private static final String FAILED = """
            update journal set state = 'FAILED', reason = :reason, updated_at = now()
            where hash = :hash and state in ('WRITTEN', 'BROADCAST', 'MINED')
            """;

    private final LedgerSession ledger;

    TransactionJournal(LedgerSession ledger) {
        this.ledger = ledger;
    }

    /**
     * Writes a transaction down with its sender's next nonce, or gives the open one of the same subject; of a transfer also
     * the one that ended well.
     */
    public Uni<WriteDown> write(NewTransaction transaction, NonceSigner signer) {
        return ledger.inTransaction(statements -> Nonces.write(statements, transaction, signer));
    }

    public Uni<Optional<JournalEntry>> find(Hash32 hash) {
        return ledger.withStatements(statements -> first(statements, BY_HASH, Map.of("hash", hash)));
    }

    /** The transaction that stands for a nonce of an account. */
    public Uni<Optional<JournalEntry>> ofNonce(Address signer, long nonce) {
        return ledger.withStatements(
                statements -> first(statements, OF_NONCE, Map.of("signer", signer, "nonce", nonce)));
    }

    /** The transaction for {@code subject} whose outcome is not final. */
    public Uni<Optional<JournalEntry>> open(NewTransaction.Purpose purpose, Bytes subject) {
        return ledger.withStatements(
                statements -> first(statements, OPEN, Map.of("purpose", purpose, "subject", subject)));
    }

    /** The transaction that stands for {@code subject}: one that failed only where there is no other. */
    public Uni<Optional<JournalEntry>> latest(NewTransaction.Purpose purpose, Bytes subject) {
        return ledger.withStatements(
                statements -> first(statements, LATEST, Map.of("purpose", purpose, "subject", subject)));
    }

    /** Transactions whose outcome is not final, of all senders, each sender's in the order of their nonces. */
    public Uni<List<JournalEntry>> unresolved(int limit) {
        return ledger.withStatements(
                statements -> statements.rows(UNRESOLVED, JournalRow::read, Map.of("limit", limit)));
    }

    /**
     * Transactions of one sender whose outcome is not final, in the order of their nonces. What others have open takes no
     * place among them.
     */
    public Uni<List<JournalEntry>> unresolved(Address signer, int limit) {
        return ledger.withStatements(statements ->
                statements.rows(UNRESOLVED_OF_ONE, JournalRow::read, Map.of("signer", signer, "limit", limit)));
    }

    /** How many transactions of some senders with one purpose are not final, in all and with parts of their subject. */
    public Uni<OpenCount> countOpen(
            List<Address> signers, NewTransaction.Purpose purpose, SubjectPart payer, SubjectPart payee) {
        // SQL counts bytes from 1.
        Map<String, Object> parameters = Map.of(
                "signers",
                signers.stream()
                        .map(signer -> signer.toString().substring(2).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(",")),
                "purpose",
                purpose,
                "payer",
                payer.value(),
                "payerAt",
                payer.at() + 1,
                "payerSize",
                payer.value().size(),
                "payee",
                payee.value(),
                "payeeAt",
                payee.at() + 1,
                "payeeSize",
                payee.value().size());
        return ledger.withStatements(statements -> statements.rows(
                        COUNT, row -> new OpenCount(row.getLong(0), row.getLong(1), row.getLong(2)), parameters))
                .map(List::getFirst);
    }

    /** A node took the transaction: WRITTEN to BROADCAST. Whether this call moved it. */
    public Uni<Boolean> broadcast(Hash32 hash) {
        return moved(BROADCAST, Map.of("hash", hash));
    }

    /** The transaction is in a block, or is now in another one: to MINED. Whether this call moved it. */
    public Uni<Boolean> mined(Hash32 hash, JournalEntry.Inclusion inclusion) {
        return moved(
                MINED,
                Map.of("hash", hash, "blockNumber", inclusion.blockNumber(), "blockHash", inclusion.blockHash()));
    }

    /** The block that held the transaction is no longer part of the chain: MINED to BROADCAST. */
    public Uni<Boolean> reorganised(Hash32 hash) {
        return moved(REORGANISED, Map.of("hash", hash));
    }

    /** The transaction succeeded for good: MINED to FINAL. Those of batches end with {@link Batches#settled}. */
    public Uni<Boolean> succeeded(Hash32 hash) {
        return moved(FINAL, Map.of("hash", hash));
    }

    /**
     * The transaction reverted for good, or can never be mined: to FAILED. Those of batches end with
     * {@link Batches#failed}.
     *
     * @param reason a stable code
     */
    public Uni<Boolean> failed(Hash32 hash, String reason) {
        return moved(FAILED, Map.of("hash", hash, "reason", reason));
    }

    static Uni<Boolean> succeeded(Statements statements, Hash32 hash) {
        return statements.update(FINAL, Map.of("hash", hash)).map(count -> count == 1);
    }

    static Uni<Boolean> failed(Statements statements, Hash32 hash, String reason) {
        return statements.update(FAILED, Map.of("hash", hash, "reason", reason)).map(count -> count == 1);
    }

    static Uni<Optional<JournalEntry>> standing(Statements statements, NewTransaction transaction) {
        return first(statements, STANDING, Map.of("purpose", transaction.purpose(), "subject", transaction.subject()));
    }

    private Uni<Boolean> moved(String sql, Map<String, ?> parameters) {
        return ledger.withStatements(statements -> statements.update(sql, parameters))
                .map(count -> count == 1);
    }

    private static Uni<Optional<JournalEntry>> first(Statements statements, String sql, Map<String, ?> parameters) {
        return statements
                .rows(sql, JournalRow::read, parameters)
                .map(rows -> rows.stream().findFirst());
    }
}
