package io.verigrad.x402;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Scheme {@code exact} by EIP-3009 (x402, {@code scheme_exact_evm}): all that can be checked without a chain. */
public final class ExactEip3009 {
    /** {@code extra.assetTransferMethod} of this transfer method; it is also meant where none is named. */
    public static final String TRANSFER_METHOD = "eip3009";

    private ExactEip3009() {}

    /** The EIP-712 domain of the token, which its {@code extra} names; empty if it does not. */
    public static Optional<TypedDataDomain> tokenDomain(PaymentRequirements terms) {
        return terms.extra("name")
                .flatMap(name -> terms.extra("version")
                        .map(version -> TypedDataDomain.of(name, version, terms.network(), terms.asset())));
    }

    /** Verifies in the order of the reference. */
    static Verification verify(
            PaymentPayload payment,
            ExactEvmPayload payload,
            PaymentRequirements terms,
            Clock clock,
            Duration remaining) {
        Eip3009Authorization signed = payload.authorization();
        Optional<TypedDataDomain> domain = tokenDomain(terms);
        if (!payment.scheme().equals(PaymentRequirements.EXACT)
                || !terms.scheme().equals(PaymentRequirements.EXACT)) {
            return invalid(Reason.EXACT_SCHEME, "expected scheme exact", payload);
        }
        if (!terms.extra("assetTransferMethod").orElse(TRANSFER_METHOD).equals(TRANSFER_METHOD)) {
            return invalid(
                    Reason.UNSUPPORTED_PAYLOAD_TYPE,
                    "expected the payload of assetTransferMethod "
                            + terms.extra("assetTransferMethod").orElse(TRANSFER_METHOD) + ", found eip3009",
                    payload);
        }
        if (domain.isEmpty()) {
            return invalid(Reason.EXACT_MISSING_EIP712_DOMAIN, "expected extra.name and extra.version", payload);
        }
        if (!payment.network().equals(terms.network())) {
            return invalid(
                    Reason.EXACT_NETWORK_MISMATCH,
                    "expected network " + terms.network() + ", found " + payment.network(),
                    payload);
        }
        Hash32 digest = signed.digest(domain.get());
        PayerProof proof = PayerProof.of(payload.signature(), digest, signed.from());
        return verifyTerms(payment.version(), payload, terms, clock, remaining)
                .orElseGet(() -> new Verification.Valid(
                        payload.paymentId(terms.network(), terms.asset()), payload, digest, proof));
    }

    private static Optional<Verification> verifyTerms(
            ProtocolVersion version,
            ExactEvmPayload payload,
            PaymentRequirements terms,
            Clock clock,
            Duration remaining) {
        Eip3009Authorization signed = payload.authorization();
        BigInteger now = BigInteger.valueOf(clock.instant().getEpochSecond());
        if (!signed.to().equals(terms.payTo())) {
            return Optional.of(invalid(
                    Reason.EXACT_RECIPIENT_MISMATCH,
                    "expected payee " + terms.payTo() + ", found " + signed.to(),
                    payload));
        }
        if (signed.validBefore().compareTo(now.add(BigInteger.valueOf(remaining.toSeconds()))) < 0) {
            return Optional.of(invalid(
                    Reason.EXACT_VALID_BEFORE,
                    "expected validBefore at least " + remaining.toSeconds() + " s ahead of " + now + ", found "
                            + signed.validBefore(),
                    payload));
        }
        if (signed.validAfter().compareTo(now) > 0) {
            return Optional.of(invalid(
                    Reason.EXACT_VALID_AFTER,
                    "expected validAfter at most " + now + ", found " + signed.validAfter(),
                    payload));
        }
        if (!signed.value().equals(terms.amount())) {
            return Optional.of(invalid(
                    version == ProtocolVersion.V1 ? Reason.EXACT_VALUE_V1 : Reason.EXACT_VALUE_MISMATCH,
                    "expected value " + terms.amount() + ", found " + signed.value(),
                    payload));
        }
        return Optional.empty();
    }

    private static Verification invalid(Reason reason, String message, ExactEvmPayload payload) {
        return new Verification.Invalid(reason, message, Optional.of(payload.payer()));
    }
}
