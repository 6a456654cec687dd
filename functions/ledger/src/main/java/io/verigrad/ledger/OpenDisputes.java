package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Disputes that are to be carried on until they are closed, by whichever process comes first. */
@ApplicationScoped
public class OpenDisputes {
    private static final String KEEP = """
            insert into dispute (receipt_id, call) values (:receiptId, :call)
            on conflict (receipt_id) do update
                set call = excluded.call, tries = 0, next_at = now(), result = null, updated_at = now()
                where dispute.result is not null
            """;

    /** Each wait is twice as long as the one before, from a second to an hour. */
    private static final String JOIN = """
            insert into dispute (receipt_id, call, case_id) values (:receiptId, :call, :caseId)
            on conflict (receipt_id) do update
                set call = excluded.call, case_id = excluded.case_id, tries = 0, next_at = now(), result = null,
                    updated_at = now()
            """;

    private static final String JOINED =
            "select case_id from dispute where receipt_id = :receiptId and case_id is not null";

    private static final String DUE = """
            update dispute set tries = tries + 1, updated_at = now(),
                next_at = now() + least(interval '1 hour', interval '1 second' * power(2, least(tries, 12)))
            where receipt_id in (
                select receipt_id from dispute where result is null and next_at <= now()
                order by next_at limit :limit for update skip locked)
            returning call
            """;

    private static final String CLOSED = """
            update dispute set result = :result, updated_at = now() where receipt_id = :receiptId and result is null
            """;

    private final LedgerSession ledger;

    OpenDisputes(LedgerSession ledger) {
        this.ledger = ledger;
    }

    /**
     * Keeps a dispute, unless it is kept already; one that was closed is open again.
     *
     * @param call what to go on with
     */
    public Uni<Void> keep(Hash32 receiptId, String call) {
        return ledger.withStatements(
                        statements -> statements.update(KEEP, Map.of("receiptId", receiptId, "call", call)))
                .replaceWithVoid();
    }

    /** Keeps a dispute of a case that somebody else opened. */
    public Uni<Void> join(Hash32 receiptId, String call, BigInteger caseId) {
        return ledger.withStatements(statements ->
                        statements.update(JOIN, Map.of("receiptId", receiptId, "call", call, "caseId", caseId)))
                .replaceWithVoid();
    }

    /** The case that somebody else opened on a receipt, as far as it was met. */
    public Uni<Optional<BigInteger>> joined(Hash32 receiptId) {
        return ledger.withStatements(statements -> statements.rows(
                        JOINED, row -> row.getBigDecimal(0).toBigIntegerExact(), Map.of("receiptId", receiptId)))
                .map(rows -> rows.stream().findFirst());
    }

    /** The calls of disputes whose next try is due; nobody else gets them until the one after is. */
    public Uni<List<String>> due(int limit) {
        return ledger.withStatements(
                statements -> statements.rows(DUE, row -> row.getString(0), Map.of("limit", limit)));
    }

    /**
     * Ends a dispute.
     *
     * @param result a stable code
     */
    public Uni<Void> closed(Hash32 receiptId, String result) {
        return ledger.withStatements(
                        statements -> statements.update(CLOSED, Map.of("receiptId", receiptId, "result", result)))
                .replaceWithVoid();
    }
}
