package io.verigrad.payment.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.call.SignedCall;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.PaymentState;
import io.verigrad.ledger.Payments;
import io.verigrad.ledger.Transition;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.chain.TransferCheck;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.tracing.PaymentSpan;
import io.verigrad.tracing.PaymentTraces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Asks the chain whether a reserved payment would go through; runs beside the model and gates its answer. */
@ApplicationScoped
public class PaymentConfirmation {
    private final RunnerCalls calls;
    private final OwnPayments payments;
    private final TransferCheck transfers;
    private final ChainConfig config;
    private final Payments ledger;
    private final TypedDataDomain domain;
    private final PaymentTraces traces;
    private final Clock clock;

    PaymentConfirmation(
            RunnerCalls calls,
            OwnPayments payments,
            TransferCheck transfers,
            ChainConfig config,
            Payments ledger,
            TypedDataDomain domain,
            PaymentTraces traces,
            Clock clock) {
        this.calls = calls;
        this.payments = payments;
        this.transfers = transfers;
        this.config = config;
        this.ledger = ledger;
        this.domain = domain;
        this.traces = traces;
        this.clock = clock;
    }

    public ConfirmAnswer confirm(JsonNode envelope) {
        return calls.take("confirm", envelope, ConfirmAnswer::refused, this::confirm);
    }

    private ConfirmAnswer confirm(SignedCall call)
            throws MalformedJsonException, ChainUnavailableException, LedgerUnavailableException {
        return switch (payments.find(call)) {
            case OwnPayments.Lookup.Refused(Refusal refusal) -> ConfirmAnswer.refused(refusal);
            case OwnPayments.Lookup.Found(Payment payment)
            when payment.authorization().scheme() == Scheme.CHANNEL -> keep(call, payment);
            case OwnPayments.Lookup.Found(Payment payment) -> traced(payment);
        };
    }

    /**
     * There is nothing to try out of a channel, whose money lies ready. It is confirmed with the receipt, so that its next
     * call need not wait for the bus.
     */
    private ConfirmAnswer keep(SignedCall call, Payment payment)
            throws MalformedJsonException, LedgerUnavailableException {
        SignedReceipt receipt = Json.convert(call.body().path("receipt"), SignedReceipt.class);
        boolean isOfRunner = receipt.domain().equals(domain)
                && receipt.signer().filter(call.enclaveKey()::equals).isPresent()
                && receipt.receipt().enclaveKey().equals(call.enclaveKey())
                && receipt.receipt().paymentId().equals(payment.paymentId());
        if (!isOfRunner) {
            return ConfirmAnswer.refused(Refusal.of(
                    RefusalReason.MALFORMED_REQUEST,
                    "receipt: expected one of payment " + payment.paymentId() + ", signed by " + call.enclaveKey()));
        }
        return switch (LedgerAnswer.await(ledger.served(payment.paymentId(), receipt))) {
            case Transition.Moved ignored -> ConfirmAnswer.confirmed();
            case Transition.Already ignored -> ConfirmAnswer.confirmed();
            case Transition.Refused(PaymentState state) ->
                ConfirmAnswer.refused(Refusal.of(
                        RefusalReason.PAYMENT_RELEASED,
                        "this payment is " + state + " and has another receipt or none"));
            case Transition.Unknown() -> throw new IllegalStateException("payment vanished: " + payment.paymentId());
        };
    }

    private ConfirmAnswer traced(Payment payment) throws ChainUnavailableException {
        Instant begun = clock.instant();
        ConfirmAnswer answer = confirm(payment);
        PaymentSpan span = PaymentSpan.of(payment.paymentId(), "simulate", begun, clock.instant());
        traces.add(answer.reason().map(span::failed).orElse(span));
        return answer;
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
