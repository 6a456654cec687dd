package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads of payments inside of a session. */
final class PaymentLookup {
    private static final String BY_ID = "select * from payment_status where payment_id = :id";
    private static final String BY_RECEIPT = "select * from payment_status where receipt_id = :id";

    private PaymentLookup() {}

    static Uni<Optional<Payment>> payment(Statements statements, Hash32 paymentId) {
        return statements.rows(BY_ID, PaymentRow.class, Map.of("id", paymentId)).map(PaymentLookup::first);
    }

    static Uni<Optional<Payment>> byReceipt(Statements statements, Hash32 receiptId) {
        return statements
                .rows(BY_RECEIPT, PaymentRow.class, Map.of("id", receiptId))
                .map(PaymentLookup::first);
    }

    private static Optional<Payment> first(List<PaymentRow> rows) {
        return rows.stream().map(PaymentRow::toPayment).findFirst();
    }
}
