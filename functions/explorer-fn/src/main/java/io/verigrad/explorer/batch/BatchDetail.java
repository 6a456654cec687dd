package io.verigrad.explorer.batch;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.verigrad.explorer.ledger.Cells;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;

/** A batch and its items in order. A failed batch has none: its payments went on to another. */
record BatchDetail(@JsonUnwrapped BatchSummary batch, List<Item> items) {
    /**
     * A receipt of the batch.
     *
     * @param proof siblings from the receipt id to the root
     */
    record Item(
            int position,
            Hash32 receiptId,
            Hash32 paymentId,
            String state,
            Address asset,
            TokenAmount charge,
            List<Hash32> proof) {
        static Item of(Row row) {
            return new Item(
                    row.getInteger("batch_position"),
                    Cells.hash(row, "receipt_id"),
                    Cells.hash(row, "payment_id"),
                    row.getString("state"),
                    Cells.address(row, "asset"),
                    Cells.amount(row, "charge"),
                    List.of());
        }

        Item with(List<Hash32> siblings) {
            return new Item(position, receiptId, paymentId, state, asset, charge, siblings);
        }
    }
}
