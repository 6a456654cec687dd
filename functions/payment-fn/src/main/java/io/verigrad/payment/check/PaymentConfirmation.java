package io.verigrad.payment.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.call.SignedCall;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.ledger.Payment;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.chain.TransferCheck;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks the chain whether a reserved payment would go through; runs beside the model and gates its answer. */
@ApplicationScoped
public class PaymentConfirmation {
    private final RunnerCalls calls;
    private final OwnPayments payments;
    private final TransferCheck transfers;
    private final ChainConfig config;

    PaymentConfirmation(RunnerCalls calls, OwnPayments payments, TransferCheck transfers, ChainConfig config) {
        this.calls = calls;
        this.payments = payments;
        this.transfers = transfers;
        this.config = config;
    }

    public ConfirmAnswer confirm(JsonNode envelope) {
        return calls.take("confirm", envelope, ConfirmAnswer::refused, this::confirm);
    }

    private ConfirmAnswer confirm(SignedCall call)
            throws MalformedJsonException, ChainUnavailableException, LedgerUnavailableException {
        return switch (payments.find(call)) {
            case OwnPayments.Lookup.Refused(Refusal refusal) -> ConfirmAnswer.refused(refusal);
            case OwnPayments.Lookup.Found(Payment payment) -> confirm(payment);
        };
    }

    private ConfirmAnswer confirm(Payment payment) throws ChainUnavailableException {
        return switch (payment.state()) {
            // The nonce may be used by now, by ourselves.
            case SETTLING, SETTLED -> ConfirmAnswer.confirmed();
            case CONTRAINDICATED, RELEASED ->
                ConfirmAnswer.refused(Refusal.of(
                        RefusalReason.PAYMENT_RELEASED, "this payment is " + payment.state() + " and is not charged"));
            case RESERVED, SERVED, AFFIRMED ->
                transfers
                        .refuse(payment.authorization().scheme(), ReservedTransfer.of(payment, config.settlement()))
                        .map(ConfirmAnswer::refused)
                        .orElseGet(ConfirmAnswer::confirmed);
        };
    }
}
