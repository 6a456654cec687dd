package io.verigrad.payment.check;

import io.verigrad.ledger.Payment;
import io.verigrad.ledger.Payments;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Tells where a payment is on its way; the id is enough to ask, since it says nothing that the chain will not. */
@ApplicationScoped
public class PaymentInquiry {
    private final Payments payments;

    PaymentInquiry(Payments payments) {
        this.payments = payments;
    }

    public StatusAnswer status(Hash32 paymentId) throws LedgerUnavailableException {
        Optional<Payment> found = LedgerAnswer.await(payments.find(paymentId));
        return found.map(payment -> new StatusAnswer(
                        paymentId,
                        payment.state().name(),
                        Optional.of(CheckAnswer.Settlement.of(payment.settlement())),
                        payment.reasons(),
                        payment.receiptId(),
                        payment.transaction()))
                .orElseGet(() -> new StatusAnswer(
                        paymentId, "UNKNOWN", Optional.empty(), List.of(), Optional.empty(), Optional.empty()));
    }
}
