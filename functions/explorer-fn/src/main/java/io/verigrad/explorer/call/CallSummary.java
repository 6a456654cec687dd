package io.verigrad.explorer.call;

import io.verigrad.explorer.ledger.Cells;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call in a list.
 *
 * @param assurance what its receipt claims; absent while there is no receipt, as is everything a receipt says
 * @param transaction absent until a transaction was sent
 * @param reasons why the payment was not charged, as stable codes
 */
public record CallSummary(
        Hash32 paymentId,
        String state,
        Address payer,
        Address asset,
        TokenAmount cap,
        Optional<TokenAmount> charge,
        Address enclaveKey,
        Optional<Hash32> receiptId,
        Optional<String> modelDigest,
        Optional<String> assurance,
        Optional<Hash32> transaction,
        List<String> reasons,
        Instant createdAt,
        Instant updatedAt) {

    static CallSummary of(Row row) {
        return new CallSummary(
                Cells.hash(row, "payment_id"),
                row.getString("state"),
                Cells.address(row, "payer"),
                Cells.address(row, "asset"),
                Cells.amount(row, "cap"),
                Cells.optionalAmount(row, "charge"),
                Cells.address(row, "enclave_key"),
                Cells.optionalHash(row, "receipt_id"),
                Cells.text(row, "model_digest"),
                Cells.text(row, "assurance"),
                Cells.optionalHash(row, "transaction_hash"),
                Cells.codes(row, "reasons"),
                Cells.time(row, "created_at"),
                Cells.time(row, "updated_at"));
    }
}
