package io.verigrad.x402;

import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.PaymentId;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Scheme {@code exact} by EIP-3009 (x402, {@code scheme_exact_evm}): all that can be checked without a chain. */
public final class ExactEip3009 {
    /** The least time that a payment must still be good so that a block can carry it, as in the reference. */
    public static final Duration BLOCK_MARGIN = Duration.ofSeconds(6);

    /** {@code extra.assetTransferMethod} of this transfer method; it is also meant where none is named. */
    public static final String TRANSFER_METHOD = "eip3009";

    private ExactEip3009() {}

    /** The EIP-712 domain of the token, which its {@code extra} names; empty if it does not. */
    public static Optional<TypedDataDomain> tokenDomain(PaymentRequirements terms) {
        return terms.extra("name")
                .flatMap(name -> terms.extra("version")
                        .map(version -> TypedDataDomain.of(name, version, terms.network(), terms.asset())));
    }

    /**
     * Verifies a payment of an account with a key in the order of the reference.
     *
     * @param terms ours, never those that the client sent
     * @param remaining how long the payment must still be good
     */
    public static Verification verify(
            PaymentPayload payment, PaymentRequirements terms, Clock clock, Duration remaining) {
        ExactEvmPayload payload;
        try {
            payload = ExactEvmPayload.parse(payment.payload());
        } catch (PaymentFormatException e) {
            return new Verification.Invalid(e.reason(), String.valueOf(e.getMessage()), Optional.empty());
        }
        Eip3009Authorization authorization = payload.authorization();
        Optional<TypedDataDomain> domain = tokenDomain(terms);
        if (!payment.scheme().equals(PaymentRequirements.EXACT)
                || !terms.scheme().equals(PaymentRequirements.EXACT)) {
            return invalid(Reason.EXACT_SCHEME, "expected scheme exact", authorization);
        }
        if (!terms.extra("assetTransferMethod").orElse(TRANSFER_METHOD).equals(TRANSFER_METHOD)) {
            return invalid(Reason.UNSUPPORTED_PAYLOAD_TYPE, "expected assetTransferMethod eip3009", authorization);
        }
        if (domain.isEmpty()) {
            return invalid(Reason.EXACT_MISSING_EIP712_DOMAIN, "expected extra.name and extra.version", authorization);
        }
        if (!payment.network().equals(terms.network())) {
            return invalid(
                    Reason.EXACT_NETWORK_MISMATCH,
                    "expected network " + terms.network() + ", found " + payment.network(),
                    authorization);
        }
        Optional<Signature> signature =
                signature(payload.signature(), authorization.digest(domain.get()), authorization.from());
        if (signature.isEmpty()) {
            return invalid(
                    Reason.EXACT_SIGNATURE,
                    "the signature is not one of " + authorization.from() + " that the token accepts",
                    authorization);
        }
        return verifyTerms(payment.version(), authorization, terms, clock, remaining)
                .orElseGet(() -> new Verification.Valid(
                        PaymentId.eip3009(terms.network(), terms.asset(), authorization.from(), authorization.nonce()),
                        authorization,
                        signature.get()));
    }

    private static Optional<Verification> verifyTerms(
            ProtocolVersion version,
            Eip3009Authorization signed,
            PaymentRequirements terms,
            Clock clock,
            Duration remaining) {
        BigInteger now = BigInteger.valueOf(clock.instant().getEpochSecond());
        if (!signed.to().equals(terms.payTo())) {
            return Optional.of(invalid(
                    Reason.EXACT_RECIPIENT_MISMATCH,
                    "expected payee " + terms.payTo() + ", found " + signed.to(),
                    signed));
        }
        if (signed.validBefore().compareTo(now.add(BigInteger.valueOf(remaining.toSeconds()))) < 0) {
            return Optional.of(invalid(
                    Reason.EXACT_VALID_BEFORE,
                    "expected validBefore at least " + remaining.toSeconds() + " s ahead of " + now + ", found "
                            + signed.validBefore(),
                    signed));
        }
        if (signed.validAfter().compareTo(now) > 0) {
            return Optional.of(invalid(
                    Reason.EXACT_VALID_AFTER,
                    "expected validAfter at most " + now + ", found " + signed.validAfter(),
                    signed));
        }
        if (!signed.value().equals(terms.amount())) {
            return Optional.of(invalid(
                    version == ProtocolVersion.V1 ? Reason.EXACT_VALUE_V1 : Reason.EXACT_VALUE_MISMATCH,
                    "expected value " + terms.amount() + ", found " + signed.value(),
                    signed));
        }
        return Optional.empty();
    }

    /** The token refuses v of 0 or 1, high s and other lengths, so they are no signatures here either. */
    private static Optional<Signature> signature(Bytes bytes, Hash32 digest, Address signer) {
        Signature signature;
        try {
            signature = new Signature(bytes);
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
        return Secp256k1.recover(digest, signature).filter(signer::equals).map(_ -> signature);
    }

    private static Verification invalid(Reason reason, String message, Eip3009Authorization authorization) {
        return new Verification.Invalid(reason, message, Optional.of(authorization.from()));
    }
}
