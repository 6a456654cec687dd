package io.verigrad.explorer.batch;

import io.verigrad.explorer.ledger.Cells;
import io.verigrad.value.Hash32;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;

/**
 * One batch in a list.
 *
 * @param number counts batches; also the cursor after this one
 * @param transaction absent until it was sent
 */
record BatchSummary(
        long number,
        Hash32 root,
        int count,
        String state,
        Optional<Hash32> transaction,
        String transactionState,
        Optional<Long> blockNumber,
        Instant createdAt,
        Instant updatedAt) {

    static BatchSummary of(Row row) {
        String state = row.getString("transaction_state");
        return new BatchSummary(
                row.getLong("batch_id"),
                Cells.hash(row, "root"),
                row.getInteger("count"),
                row.getString("state"),
                Cells.optionalHash(row, "transaction_hash").filter(hash -> !state.equals("WRITTEN")),
                state,
                Optional.ofNullable(row.getLong("block_number")),
                Cells.time(row, "created_at"),
                Cells.time(row, "updated_at"));
    }
}
