package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The receipts of the ledger and what validators said of them. */
@ApplicationScoped
public class Receipts {
    private static final String BY_ID = "select signed from receipt where receipt_id = :receiptId";

    private static final String ALL = """
            select signed from receipt
            where receipt_id in (select decode(x, 'hex') from unnest(string_to_array(:ids, ',')) x)
            """;

    private static final String AFFIRMED = """
            select encode(a.receipt_id, 'hex') from appraisal a
            where a.validator = :validator and a.status = 'AFFIRMING'
                and a.receipt_id in (select decode(x, 'hex') from unnest(string_to_array(:ids, ',')) x)
            """;

    private final LedgerSession ledger;

    Receipts(LedgerSession ledger) {
        this.ledger = ledger;
    }

    public Uni<Optional<SignedReceipt>> find(Hash32 receiptId) {
        return ledger.withStatements(statements -> statements
                .rows(BY_ID, ReceiptRow::read, Map.of("receiptId", receiptId))
                .map(rows -> rows.stream().findFirst()));
    }

    /** Those of {@code receiptIds} that there are. */
    public Uni<Map<Hash32, SignedReceipt>> all(List<Hash32> receiptIds) {
        return ledger.withStatements(statements -> statements
                .rows(ALL, ReceiptRow::read, Map.of("ids", Statements.hexList(receiptIds)))
                .map(rows -> rows.stream().collect(Collectors.toMap(SignedReceipt::id, Function.identity()))));
    }

    /** Those of {@code receiptIds} that {@code validator} affirmed. */
    public Uni<Set<Hash32>> affirmedBy(Address validator, List<Hash32> receiptIds) {
        Map<String, Object> parameters = Map.of("validator", validator, "ids", Statements.hexList(receiptIds));
        return ledger.withStatements(statements ->
                statements.rows(AFFIRMED, Columns::hash, parameters).map(Set::copyOf));
    }
}
