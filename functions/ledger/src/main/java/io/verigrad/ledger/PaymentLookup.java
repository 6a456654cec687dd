package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Hash32;
import java.util.Map;
import java.util.Optional;

/** Reads of payments inside of a session. */
final class PaymentLookup {
    private static final String BY_ID = PaymentRow.SELECT + "where payment_id = :id";
    private static final String BY_RECEIPT = PaymentRow.SELECT + "where receipt_id = :id";

    private PaymentLookup() {}

    static Uni<Optional<Payment>> payment(Statements statements, Hash32 paymentId) {
        return first(statements, BY_ID, paymentId);
    }

    static Uni<Optional<Payment>> byReceipt(Statements statements, Hash32 receiptId) {
        return first(statements, BY_RECEIPT, receiptId);
    }

    private static Uni<Optional<Payment>> first(Statements statements, String sql, Hash32 id) {
        return statements
                .rows(sql, PaymentRow::read, Map.of("id", id))
                .map(rows -> rows.stream().findFirst());
    }
}
