package io.verigrad.payment.check;

import io.verigrad.call.SignedCall;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.Payments;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Finds the payment that a call is about, for the runner that reserved it and for no other. */
@ApplicationScoped
class OwnPayments {
    private final Payments payments;

    OwnPayments(Payments payments) {
        this.payments = payments;
    }

    /** A payment, or why it is not given. */
    sealed interface Lookup {
        record Found(Payment payment) implements Lookup {}

        record Refused(Refusal refusal) implements Lookup {}
    }

    Lookup find(SignedCall call) throws MalformedJsonException, LedgerUnavailableException {
        Hash32 paymentId = Json.convert(call.body().path("paymentId"), Hash32.class);
        Optional<Payment> payment = LedgerAnswer.await(payments.find(paymentId));
        if (payment.isEmpty()) {
            return new Lookup.Refused(Refusal.of(RefusalReason.UNKNOWN_PAYMENT, "no payment " + paymentId));
        }
        return payment.get().enclaveKey().equals(call.enclaveKey())
                ? new Lookup.Found(payment.get())
                : new Lookup.Refused(
                        Refusal.of(RefusalReason.NOT_YOUR_PAYMENT, "another runner reserved " + paymentId));
    }
}
