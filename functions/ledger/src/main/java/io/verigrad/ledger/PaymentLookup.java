package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads of payments inside of a session. */
final class PaymentLookup {
    private static final String BY_ID = "from PaymentRow where paymentId = :id";
    private static final String BY_RECEIPT = "from PaymentRow where receiptId = :id";

    private PaymentLookup() {}

    static Uni<Optional<Payment>> payment(Statements statements, Hash32 paymentId) {
        return statements
                .entities(BY_ID, PaymentRow.class, Map.of("id", paymentId))
                .map(PaymentLookup::first);
    }

    static Uni<Optional<Payment>> byReceipt(Statements statements, Hash32 receiptId) {
        return statements
                .entities(BY_RECEIPT, PaymentRow.class, Map.of("id", receiptId))
                .map(PaymentLookup::first);
    }

    private static Optional<Payment> first(List<PaymentRow> rows) {
        return rows.stream().map(PaymentRow::toPayment).findFirst();
    }
}
