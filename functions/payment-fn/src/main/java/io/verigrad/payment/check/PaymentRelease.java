package io.verigrad.payment.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.call.SignedCall;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.PaymentState;
import io.verigrad.ledger.Payments;
import io.verigrad.ledger.Transition;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Gives a reserved payment up that its runner did not serve: the payer's limit is free again, the payment is not. */
@ApplicationScoped
public class PaymentRelease {
    private static final String CODE = "[A-Za-z0-9_.:-]{1,64}";

    private final RunnerCalls calls;
    private final OwnPayments own;
    private final Payments payments;

    PaymentRelease(RunnerCalls calls, OwnPayments own, Payments payments) {
        this.calls = calls;
        this.own = own;
        this.payments = payments;
    }

    public ReleaseAnswer release(JsonNode envelope) {
        return calls.take("release", envelope, ReleaseAnswer::refused, this::release);
    }

    private ReleaseAnswer release(SignedCall call) throws MalformedJsonException, LedgerUnavailableException {
        String reason = call.body().path("reason").asText();
        if (!reason.matches(CODE)) {
            return ReleaseAnswer.refused(
                    Refusal.of(RefusalReason.MALFORMED_REQUEST, "reason: expected a code of letters, digits and _.:-"));
        }
        // Runners of before do not name the request.
        Optional<Hash32> requestHash = call.body().hasNonNull("requestHash")
                ? Optional.of(Json.convert(call.body().path("requestHash"), Hash32.class))
                : Optional.empty();
        return switch (own.find(call)) {
            case OwnPayments.Lookup.Refused(Refusal refusal) -> ReleaseAnswer.refused(refusal);
            // A place in a channel that was given up may be another call's by now.
            case OwnPayments.Lookup.Found(Payment payment)
            when requestHash.isPresent() && !payment.requestHash().equals(requestHash.get()) ->
                ReleaseAnswer.refused(Refusal.of(
                        RefusalReason.PAYMENT_ALREADY_USED, "another request has reserved " + payment.paymentId()));
            case OwnPayments.Lookup.Found(Payment payment) -> release(payment, reason);
        };
    }

    private ReleaseAnswer release(Payment payment, String reason) throws LedgerUnavailableException {
        if (payment.state() != PaymentState.RESERVED && payment.state() != PaymentState.RELEASED) {
            return notReleased(payment.state());
        }
        return switch (LedgerAnswer.await(payments.release(payment.paymentId(), reason))) {
            case Transition.Moved ignored -> ReleaseAnswer.done();
            case Transition.Already ignored -> ReleaseAnswer.done();
            case Transition.Refused(PaymentState state) -> notReleased(state);
            case Transition.Unknown() -> throw new IllegalStateException("payment vanished: " + payment.paymentId());
        };
    }

    private static ReleaseAnswer notReleased(PaymentState state) {
        return ReleaseAnswer.refused(
                Refusal.of(RefusalReason.PAYMENT_ALREADY_USED, "expected a RESERVED payment, found " + state));
    }
}
