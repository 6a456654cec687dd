package io.verigrad.explorer.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.batch.Leaves;
import io.verigrad.explorer.ledger.Cells;
import io.verigrad.explorer.ledger.Keys;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.verigrad.json.Json;
import io.verigrad.value.Hash32;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Gathers everything known of one call. */
@ApplicationScoped
class CallPages {
    private final LedgerQueries ledger;
    private final Leaves leaves;
    private final Splits splits;

    CallPages(LedgerQueries ledger, Leaves leaves, Splits splits) {
        this.ledger = ledger;
        this.leaves = leaves;
        this.splits = splits;
    }

    Uni<Optional<CallDetail>> find(Hash32 paymentId) {
        return ledger.first(CallSql.ONE, Tuple.of(Keys.of(paymentId)), row -> row)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : detail(found.get()).map(Optional::of));
    }

    private Uni<CallDetail> detail(Row row) {
        CallSummary call = CallSummary.of(row);
        return Uni.combine()
                .all()
                .unis(appraisals(call.receiptId()), settlement(call), split(call))
                .asTuple()
                .map(parts -> new CallDetail(
                        call,
                        row.getString("scheme"),
                        Cells.hash(row, "request_hash"),
                        Cells.address(row, "pay_to"),
                        Cells.optionalAddress(row, "host"),
                        Cells.hash(row, "nonce"),
                        Cells.time(row, "deadline"),
                        Cells.optionalTime(row, "served_at"),
                        Cells.optionalTime(row, "affirmed_at"),
                        Cells.text(row, "signed").map(CallPages::json),
                        parts.getItem1(),
                        parts.getItem2(),
                        parts.getItem3()));
    }

    private Uni<List<CallDetail.Appraised>> appraisals(Optional<Hash32> receiptId) {
        return receiptId
                .map(id -> ledger.list(CallSql.APPRAISALS, Tuple.of(Keys.of(id)), CallPages::appraised))
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private Uni<Optional<CallDetail.Settling>> settlement(CallSummary call) {
        return ledger.first(CallSql.SETTLEMENT, Tuple.of(Keys.of(call.paymentId())), row -> row)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : leaves.ofTransaction(Cells.hash(found.get(), "hash"))
                                .map(ids -> Optional.of(settling(found.get(), ids))));
    }

    private Uni<Optional<Split>> split(CallSummary call) {
        return call.transaction().isEmpty() || call.receiptId().isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : splits.of(call.transaction().get(), call.receiptId().get()).map(Optional::of);
    }

    private static CallDetail.Appraised appraised(Row row) {
        return new CallDetail.Appraised(
                Cells.address(row, "validator"),
                row.getString("status"),
                Cells.codes(row, "reasons"),
                Cells.time(row, "appraised_at"));
    }

    private static CallDetail.Settling settling(Row row, List<Hash32> ids) {
        String state = row.getString("transaction_state");
        int position = row.getInteger("batch_position");
        return new CallDetail.Settling(
                Cells.hash(row, "root"),
                row.getInteger("count"),
                position,
                Leaves.proof(ids, position),
                row.getString("state"),
                Cells.time(row, "created_at"),
                // A hash that was not broadcast is given to nobody.
                Optional.of(Cells.hash(row, "hash")).filter(hash -> !state.equals("WRITTEN")),
                state,
                Optional.ofNullable(row.getLong("block_number")),
                Cells.time(row, "written_at"),
                Cells.time(row, "moved_at"));
    }

    private static JsonNode json(String signed) {
        try {
            return Json.mapper().readTree(signed);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds a receipt that is not JSON", e);
        }
    }
}
