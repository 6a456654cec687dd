package io.verigrad.ledger;

import io.verigrad.receipt.Scheme;
import io.vertx.mutiny.sqlclient.Row;

/** A row of the view {@code payment_status}. */
final class PaymentRow {
    /** Named one by one, so that a column that a later version adds changes nothing here. */
    static final String SELECT = """
            select payment_id, state, request_hash, scheme, payer, asset, pay_to, host, cap, charge, enclave_key,
                valid_after, valid_before, settlement, nonce, signature, deadline, receipt_id, reasons, transaction_hash, place
            from payment_status
            """;

    private PaymentRow() {}

    static Payment read(Row row) {
        return new Payment(
                Columns.hash(row, "payment_id"),
                PaymentState.valueOf(row.getString("state")),
                Columns.hash(row, "request_hash"),
                Columns.address(row, "payer"),
                Columns.address(row, "asset"),
                Columns.address(row, "pay_to"),
                Columns.optional(row, "host", Columns::address),
                Columns.amount(row.getBigDecimal("cap")),
                Columns.optional(row, "charge", (of, name) -> Columns.amount(of.getBigDecimal(name))),
                Columns.address(row, "enclave_key"),
                new Authorization(
                        Scheme.valueOf(row.getString("scheme")),
                        row.getBigDecimal("valid_after").toBigIntegerExact(),
                        row.getBigDecimal("valid_before").toBigIntegerExact(),
                        Columns.hash(row, "nonce"),
                        Columns.bytes(row, "signature"),
                        Columns.optional(row, "place", (of, name) -> Columns.amount(of.getBigDecimal(name)))),
                row.getOffsetDateTime("deadline").toInstant(),
                SettlementMode.valueOf(row.getString("settlement")),
                Columns.optional(row, "receipt_id", Columns::hash),
                ReasonCodes.split(row.getString("reasons")),
                Columns.optional(row, "transaction_hash", Columns::hash));
    }
}
