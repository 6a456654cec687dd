package io.verigrad.runner.paid;

import io.verigrad.crypto.Sha256;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ChannelVerification;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.OfferMatcher;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ProtocolVersion;
import io.verigrad.x402.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A payment whose terms were verified here, without a chain, and its signature where a key made it.
 *
 * @param headerDigest SHA-256 of the header: only who has the very header shares its answer
 * @param terms ours, never those that the client sent
 */
record Payment(
        ProtocolVersion version,
        Hash32 headerDigest,
        PaymentPayload payload,
        PaymentRequirements terms,
        Authorized authorized) {
    /** How long a payment must still be good, so that there is time to settle it. */
    static final Duration REMAINING = Duration.ofSeconds(1800);

    /** What the payer signed. */
    sealed interface Authorized {
        /** One transfer. */
        record Transfer(Verification.Valid valid) implements Authorized {}

        /** The next call of a channel. */
        record Voucher(ChannelVerification.Valid valid) implements Authorized {}
    }

    /**
     * Reads the payment of a request, or none if it has no payment header.
     *
     * @param unmatched what is said to a payment that accepts none of {@code offers}
     * @throws RefusedException if there is one that is not good for {@code offers}
     */
    static Optional<Payment> of(
            PaidRequest request,
            List<PaymentRequirements> offers,
            Function<PaymentPayload, RefusedException> unmatched,
            Clock clock)
            throws RefusedException {
        if (request.paymentV2().isPresent()) {
            return Optional.of(read(ProtocolVersion.V2, request.paymentV2().get(), offers, unmatched, clock));
        }
        if (request.paymentV1().isPresent()) {
            return Optional.of(read(ProtocolVersion.V1, request.paymentV1().get(), offers, unmatched, clock));
        }
        return Optional.empty();
    }

    private static Payment read(
            ProtocolVersion version,
            String header,
            List<PaymentRequirements> offers,
            Function<PaymentPayload, RefusedException> unmatched,
            Clock clock)
            throws RefusedException {
        PaymentPayload payload;
        try {
            payload = PaymentHeader.payment(version, header);
        } catch (PaymentFormatException e) {
            throw RefusedException.unpaid(e.reason().code(), String.valueOf(e.getMessage()));
        }
        PaymentRequirements terms = OfferMatcher.match(offers, payload).orElseThrow(() -> unmatched.apply(payload));
        Hash32 digest = Sha256.hash(header.getBytes(StandardCharsets.UTF_8));
        return new Payment(
                version,
                digest,
                payload,
                terms,
                terms.scheme().equals(PaymentRequirements.BATCH_SETTLEMENT)
                        ? voucher(payload, terms, clock)
                        : transfer(payload, terms, clock));
    }

    private static Authorized transfer(PaymentPayload payload, PaymentRequirements terms, Clock clock)
            throws RefusedException {
        return switch (EvmSchemes.verify(payload, terms, isFacilitatorOf(terms), clock, REMAINING)) {
            case Verification.Valid valid -> new Authorized.Transfer(valid);
            case Verification.Invalid invalid ->
                throw RefusedException.unpaid(invalid.reason().code(), invalid.message());
        };
    }

    private static Authorized voucher(PaymentPayload payload, PaymentRequirements terms, Clock clock)
            throws RefusedException {
        return switch (ChannelVerification.of(payload, terms, clock)) {
            case ChannelVerification.Valid valid -> new Authorized.Voucher(valid);
            case ChannelVerification.Invalid invalid ->
                throw RefusedException.unpaid(invalid.reason().code(), invalid.message());
        };
    }

    /** The account that our own terms name: for {@code upto} the payer must sign for it, and for no other. */
    private static Predicate<Address> isFacilitatorOf(PaymentRequirements terms) {
        return address -> terms.extra("facilitatorAddress")
                .map(Address::parse)
                .filter(address::equals)
                .isPresent();
    }

    /** How it is paid. */
    Scheme scheme() {
        return EvmSchemes.of(terms).orElseThrow(() -> new IllegalStateException("our own terms have no scheme"));
    }

    Hash32 id() {
        return switch (authorized) {
            case Authorized.Transfer(Verification.Valid valid) -> valid.paymentId();
            case Authorized.Voucher(ChannelVerification.Valid valid) -> valid.paymentId();
        };
    }

    Address payer() {
        return switch (authorized) {
            case Authorized.Transfer(Verification.Valid valid) -> valid.payer();
            case Authorized.Voucher(ChannelVerification.Valid valid) -> valid.payer();
        };
    }

    /** Of a call by channel, what all calls of the channel before it charged. */
    Optional<TokenAmount> place() {
        return authorized instanceof Authorized.Voucher(ChannelVerification.Valid valid)
                ? Optional.of(valid.place())
                : Optional.empty();
    }

    /**
     * A client nonce must be the one that the payment's nonce was made from: otherwise the receipt would claim a binding
     * that is not there.
     */
    void requireBinding(Hash32 requestHash, Hash32 clientNonce) throws RefusedException {
        // A voucher has no nonce that could be made from a request.
        boolean isBound = authorized instanceof Authorized.Transfer(Verification.Valid valid)
                && valid.payment().nonce().equals(ContentHash.boundNonce(requestHash, clientNonce));
        if (!clientNonce.isZero() && !isBound) {
            throw RefusedException.unpaid(
                    "client_nonce_mismatch",
                    "expected a payment whose nonce is bound to this request by Verigrad-Client-Nonce; leave the header out"
                            + " if your client does not bind its payments");
        }
    }
}
