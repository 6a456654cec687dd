package io.verigrad.x402;

import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** The schemes on EVM chains: all that can be checked about a payment without a chain. */
public final class EvmSchemes {
    /** The least time that a payment must still be good so that a block can carry it, as in the reference. */
    public static final Duration BLOCK_MARGIN = Duration.ofSeconds(6);

    private EvmSchemes() {}

    /** How the terms are paid, or empty if that is no way that is known here. */
    public static Optional<Scheme> of(PaymentRequirements terms) {
        String method = terms.extra("assetTransferMethod").orElse("");
        return switch (terms.scheme()) {
            case PaymentRequirements.EXACT ->
                switch (method) {
                    case "", ExactEip3009.TRANSFER_METHOD -> Optional.of(Scheme.EXACT_EIP3009);
                    case Permit2.TRANSFER_METHOD -> Optional.of(Scheme.EXACT_PERMIT2);
                    default -> Optional.empty();
                };
            case PaymentRequirements.UPTO ->
                method.isEmpty() || method.equals(Permit2.TRANSFER_METHOD)
                        ? Optional.of(Scheme.UPTO)
                        : Optional.empty();
            case PaymentRequirements.BATCH_SETTLEMENT ->
                method.isEmpty() || method.equals(ExactEip3009.TRANSFER_METHOD)
                        ? Optional.of(Scheme.CHANNEL)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Reads the payload of a payment, whichever transfer method it is of. */
    public static SignedPayment parse(PaymentPayload payment) throws PaymentFormatException {
        if (!Permit2Payload.isIn(payment.payload())) {
            return ExactEvmPayload.parse(payment.payload());
        }
        Permit2Payload payload = Permit2Payload.parse(payment.payload());
        return payment.scheme().equals(PaymentRequirements.UPTO) ? payload : payload.withoutFacilitator();
    }

    /**
     * Verifies a payment.
     *
     * @param terms ours, never those that the client sent
     * @param isFacilitator the accounts that may have {@code upto} take money
     * @param remaining how long the payment must still be good
     */
    public static Verification verify(
            PaymentPayload payment,
            PaymentRequirements terms,
            Predicate<Address> isFacilitator,
            Clock clock,
            Duration remaining) {
        SignedPayment payload;
        try {
            payload = parse(payment);
        } catch (PaymentFormatException e) {
            return new Verification.Invalid(e.reason(), String.valueOf(e.getMessage()), Optional.empty());
        }
        // Version 1 knows EIP-3009 only, and EIP-3009 cannot take less than was signed.
        boolean belongs = switch (payload) {
            case ExactEvmPayload ignored -> !terms.scheme().equals(PaymentRequirements.UPTO);
            case Permit2Payload ignored -> payment.version() != ProtocolVersion.V1;
        };
        if (!belongs) {
            return new Verification.Invalid(
                    Reason.UNSUPPORTED_PAYLOAD_TYPE,
                    "the payload is of a transfer method that scheme " + terms.scheme() + " does not have in version "
                            + payment.version().number(),
                    Optional.of(payload.payer()));
        }
        return switch (payload) {
            case ExactEvmPayload eip3009 -> ExactEip3009.verify(payment, eip3009, terms, clock, remaining);
            case Permit2Payload permit2 ->
                Permit2Rules.verify(payment, permit2, terms, isFacilitator, clock, remaining);
        };
    }
}
