package io.verigrad.payment.facilitator;

import io.verigrad.payment.Refusal;
import io.verigrad.x402.Eip2612Permit;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.ExactEvmPayload;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.Permit2Payload;
import io.verigrad.x402.SignedPayment;
import java.time.Clock;
import java.util.Optional;

/** What a payer who let Permit2 take nothing yet sends with a payment, so that it needs no ether. */
final class GasSponsorship {
    private final Clock clock;

    GasSponsorship(Clock clock) {
        this.clock = clock;
    }

    sealed interface Found {}

    record None() implements Found {}

    record Permitted(Eip2612Permit permit) implements Found {}

    record Refused(Refusal refusal) implements Found {}

    Found of(PaymentPayload payment, SignedPayment signed) {
        return switch (signed) {
            // EIP-3009 needs no leave but its signature.
            case ExactEvmPayload ignored -> new None();
            case Permit2Payload permit2 -> of(payment, permit2);
        };
    }

    private Found of(PaymentPayload payment, Permit2Payload signed) {
        Optional<Eip2612Permit> permit;
        try {
            permit = Eip2612Permit.of(payment);
        } catch (PaymentFormatException e) {
            return new Refused(Refusal.of(e.reason(), String.valueOf(e.getMessage())));
        }
        if (permit.isEmpty()) {
            return new None();
        }
        return permit.get()
                .mismatch(signed.authorization(), clock, EvmSchemes.BLOCK_MARGIN)
                .<Found>map(mismatch -> new Refused(Refusal.of(mismatch.reason(), mismatch.message())))
                .orElseGet(() -> new Permitted(permit.get()));
    }
}
