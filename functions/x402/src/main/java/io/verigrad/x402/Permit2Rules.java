package io.verigrad.x402;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** The schemes {@code exact} and {@code upto} by Permit2 (x402, {@code scheme_exact_evm} and {@code scheme_upto_evm}). */
final class Permit2Rules {
    private Permit2Rules() {}

    /**
     * Verifies in the order of the reference.
     *
     * @param isFacilitator the accounts that may have {@code upto} take money
     */
    static Verification verify(
            PaymentPayload payment,
            Permit2Payload payload,
            PaymentRequirements terms,
            Predicate<Address> isFacilitator,
            Clock clock,
            Duration remaining) {
        boolean upto = terms.scheme().equals(PaymentRequirements.UPTO);
        Permit2Authorization signed = payload.authorization();
        if (!payment.scheme().equals(terms.scheme())) {
            return invalid(
                    upto ? Reason.UPTO_SCHEME : Reason.EXACT_SCHEME, "expected scheme " + terms.scheme(), payload);
        }
        // In a scheme of one transfer method nobody needs to name it.
        String method = terms.extra("assetTransferMethod")
                .orElse(upto ? Permit2.TRANSFER_METHOD : ExactEip3009.TRANSFER_METHOD);
        if (!method.equals(Permit2.TRANSFER_METHOD)) {
            return invalid(
                    Reason.UNSUPPORTED_PAYLOAD_TYPE,
                    "expected the payload of assetTransferMethod " + method + ", found permit2",
                    payload);
        }
        if (!payment.network().equals(terms.network())) {
            return invalid(
                    upto ? Reason.UPTO_NETWORK_MISMATCH : Reason.EXACT_NETWORK_MISMATCH,
                    "expected network " + terms.network() + ", found " + payment.network(),
                    payload);
        }
        Address proxy = upto ? Permit2.UPTO_PROXY : Permit2.EXACT_PROXY;
        if (!signed.spender().equals(proxy)) {
            return invalid(
                    Reason.PERMIT2_SPENDER, "expected spender " + proxy + ", found " + signed.spender(), payload);
        }
        Optional<Verification> refused = verifyTerms(payload, terms, isFacilitator, clock, remaining);
        if (refused.isPresent()) {
            return refused.get();
        }
        Hash32 digest = signed.digest(terms.network());
        return new Verification.Valid(
                payload.paymentId(terms.network(), terms.asset()),
                payload,
                digest,
                PayerProof.of(payload.signature(), digest, signed.from()));
    }

    private static Optional<Verification> verifyTerms(
            Permit2Payload payload,
            PaymentRequirements terms,
            Predicate<Address> isFacilitator,
            Clock clock,
            Duration remaining) {
        Permit2Authorization signed = payload.authorization();
        BigInteger now = BigInteger.valueOf(clock.instant().getEpochSecond());
        if (!signed.witness().to().equals(terms.payTo())) {
            return Optional.of(invalid(
                    Reason.PERMIT2_RECIPIENT_MISMATCH,
                    "expected payee " + terms.payTo() + ", found "
                            + signed.witness().to(),
                    payload));
        }
        if (terms.scheme().equals(PaymentRequirements.UPTO)
                && signed.witness().facilitator().filter(isFacilitator).isEmpty()) {
            return Optional.of(invalid(
                    Reason.UPTO_FACILITATOR_MISMATCH,
                    "expected witness.facilitator to be one that settles here, found "
                            + signed.witness()
                                    .facilitator()
                                    .map(Address::toString)
                                    .orElse("none"),
                    payload));
        }
        if (signed.deadline().compareTo(now.add(BigInteger.valueOf(remaining.toSeconds()))) < 0) {
            return Optional.of(invalid(
                    Reason.PERMIT2_DEADLINE_EXPIRED,
                    "expected a deadline at least " + remaining.toSeconds() + " s ahead of " + now + ", found "
                            + signed.deadline(),
                    payload));
        }
        if (signed.witness().validAfter().compareTo(now) > 0) {
            return Optional.of(invalid(
                    Reason.PERMIT2_NOT_YET_VALID,
                    "expected validAfter at most " + now + ", found "
                            + signed.witness().validAfter(),
                    payload));
        }
        if (!signed.amount().equals(terms.amount())) {
            return Optional.of(invalid(
                    Reason.PERMIT2_AMOUNT_MISMATCH,
                    "expected amount " + terms.amount() + ", found " + signed.amount(),
                    payload));
        }
        if (!signed.token().equals(terms.asset())) {
            return Optional.of(invalid(
                    Reason.PERMIT2_TOKEN_MISMATCH,
                    "expected token " + terms.asset() + ", found " + signed.token(),
                    payload));
        }
        return Optional.empty();
    }

    private static Verification invalid(Reason reason, String message, Permit2Payload payload) {
        return new Verification.Invalid(reason, message, Optional.of(payload.payer()));
    }
}
