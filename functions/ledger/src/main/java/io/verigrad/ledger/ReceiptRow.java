package io.verigrad.ledger;

import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.SignedReceipt;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;

/** A receipt as it was signed, in the column {@code signed}. */
final class ReceiptRow {
    private ReceiptRow() {}

    static SignedReceipt read(Row row) {
        try {
            return Json.read(row.getString("signed").getBytes(StandardCharsets.UTF_8), SignedReceipt.class);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the ledger holds a receipt that it could not have written", e);
        }
    }
}
