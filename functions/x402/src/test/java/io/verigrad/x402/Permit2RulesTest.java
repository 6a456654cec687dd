package io.verigrad.x402;

import static io.verigrad.x402.Samples.CLOCK;
import static io.verigrad.x402.Samples.PAYEE;
import static io.verigrad.x402.Samples.PAYER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Permit2RulesTest {
    private static final Address FACILITATOR = Address.parse("0x2222222222222222222222222222222222222222");
    private static final PaymentRequirements EXACT = terms("exact", Map.of("assetTransferMethod", "permit2"));
    private static final PaymentRequirements UPTO = terms("upto", Map.of("facilitatorAddress", FACILITATOR.toString()));
    private static final BigInteger NONCE = BigInteger.valueOf(77);

    record Mutation(String name, PaymentPayload payment, PaymentRequirements terms, Reason expected) {
        @Override
        public String toString() {
            return terms.scheme() + " " + name;
        }
    }

    @Test
    void acceptsWhatThePayerSigned() {
        for (PaymentRequirements terms : List.of(EXACT, UPTO)) {
            PaymentPayload payment = new Permit2Signer(PAYER, CLOCK).pay(terms, Optional.empty(), NONCE);

            assertThat(verify(payment, terms)).isInstanceOfSatisfying(Verification.Valid.class, valid -> {
                assertThat(valid.payer()).isEqualTo(PAYER.address());
                assertThat(valid.proof()).isInstanceOf(PayerProof.Key.class);
                assertThat(valid.paymentId())
                        .isEqualTo(PaymentId.permit2(terms.network(), Permit2.CONTRACT, PAYER.address(), NONCE));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void refuses(Mutation mutation) {
        assertThat(verify(mutation.payment(), mutation.terms()))
                .isInstanceOfSatisfying(
                        Verification.Invalid.class,
                        invalid -> assertThat(invalid.reason()).isEqualTo(mutation.expected()));
    }

    @Test
    void leavesOtherSignaturesToTheChain() {
        Permit2Payload signed = new Permit2Signer(PAYER, CLOCK).sign(good(EXACT), EXACT.network());
        Permit2Authorization changed = withNonce(signed.authorization(), BigInteger.ONE);

        Verification verdict = verify(payment(EXACT, new Permit2Payload(signed.signature(), changed)), EXACT);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verification.Valid.class,
                        valid -> assertThat(valid.proof()).isInstanceOf(PayerProof.Wallet.class));
    }

    @Test
    void readsWhatItWrites() throws Exception {
        for (PaymentRequirements terms : List.of(EXACT, UPTO)) {
            Permit2Payload payload = new Permit2Signer(PAYER, CLOCK).sign(good(terms), terms.network());

            assertThat(Permit2Payload.parse(payload.toJson())).isEqualTo(payload);
            assertThat(payload.toString()).doesNotContain(payload.signature().toString());
        }
    }

    @Test
    void knowsHowTermsArePaid() {
        assertThat(EvmSchemes.of(EXACT)).contains(Scheme.EXACT_PERMIT2);
        assertThat(EvmSchemes.of(UPTO)).contains(Scheme.UPTO);
        assertThat(EvmSchemes.of(Samples.OFFER)).contains(Scheme.EXACT_EIP3009);
        assertThat(EvmSchemes.of(terms("exact", Map.of("assetTransferMethod", "cheque"))))
                .isEmpty();
        assertThat(EvmSchemes.of(terms("auth-capture", Map.of()))).isEmpty();
    }

    @Test
    void signsNoUptoWithoutAFacilitator() {
        PaymentRequirements open = terms("upto", Map.of());

        assertThatThrownBy(() -> new Permit2Signer(PAYER, CLOCK).pay(open, Optional.empty(), NONCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Mutation> mutations() {
        return Stream.of(EXACT, UPTO).flatMap(terms -> {
            Permit2Authorization good = good(terms);
            Permit2Authorization.Witness witness = good.witness();
            Optional<Address> facilitator = witness.facilitator();
            boolean upto = terms.scheme().equals("upto");
            return Stream.of(
                    mutation("another spender", terms, spender(good, PAYEE), Reason.PERMIT2_SPENDER),
                    mutation(
                            "the proxy of the other scheme",
                            terms,
                            spender(good, upto ? Permit2.EXACT_PROXY : Permit2.UPTO_PROXY),
                            Reason.PERMIT2_SPENDER),
                    mutation(
                            "another payee",
                            terms,
                            witness(
                                    good,
                                    new Permit2Authorization.Witness(PAYER.address(), facilitator, BigInteger.ZERO)),
                            Reason.PERMIT2_RECIPIENT_MISMATCH),
                    mutation("expired", terms, deadline(good, -1), Reason.PERMIT2_DEADLINE_EXPIRED),
                    mutation("expires in a block", terms, deadline(good, 5), Reason.PERMIT2_DEADLINE_EXPIRED),
                    mutation(
                            "not yet good",
                            terms,
                            witness(good, new Permit2Authorization.Witness(PAYEE, facilitator, seconds(1))),
                            Reason.PERMIT2_NOT_YET_VALID),
                    mutation("less", terms, amount(good, 9_999), Reason.PERMIT2_AMOUNT_MISMATCH),
                    mutation("more", terms, amount(good, 10_001), Reason.PERMIT2_AMOUNT_MISMATCH),
                    mutation("another token", terms, token(good, PAYEE), Reason.PERMIT2_TOKEN_MISMATCH),
                    new Mutation(
                            "another scheme accepted",
                            payment(upto ? EXACT : UPTO, signed(good)),
                            terms,
                            upto ? Reason.UPTO_SCHEME : Reason.EXACT_SCHEME),
                    new Mutation(
                            "another network accepted",
                            payment(onBase(terms), signed(good)),
                            terms,
                            upto ? Reason.UPTO_NETWORK_MISMATCH : Reason.EXACT_NETWORK_MISMATCH),
                    new Mutation(
                            "terms by EIP-3009",
                            payment(terms, signed(good)),
                            terms(terms.scheme(), Map.of("assetTransferMethod", "eip3009")),
                            Reason.UNSUPPORTED_PAYLOAD_TYPE),
                    new Mutation(
                            "version 1",
                            PaymentPayload.v1(
                                    terms.scheme(),
                                    terms.network(),
                                    signed(good).toJson()),
                            terms,
                            Reason.UNSUPPORTED_PAYLOAD_TYPE),
                    upto
                            ? mutation(
                                    "another facilitator",
                                    terms,
                                    witness(
                                            good,
                                            new Permit2Authorization.Witness(
                                                    PAYEE, Optional.of(PAYEE), BigInteger.ZERO)),
                                    Reason.UPTO_FACILITATOR_MISMATCH)
                            : new Mutation(
                                    "no deadline", malformed(terms, signed(good)), terms, Reason.INVALID_PAYLOAD));
        });
    }

    private static Verification verify(PaymentPayload payment, PaymentRequirements terms) {
        return EvmSchemes.verify(payment, terms, FACILITATOR::equals, CLOCK, Duration.ofSeconds(6));
    }

    private static Mutation mutation(
            String name, PaymentRequirements terms, Permit2Authorization authorization, Reason expected) {
        return new Mutation(name, payment(terms, signed(authorization)), terms, expected);
    }

    private static PaymentPayload payment(PaymentRequirements terms, Permit2Payload payload) {
        return PaymentPayload.v2(terms, Optional.empty(), payload.toJson(), Optional.empty());
    }

    private static PaymentPayload malformed(PaymentRequirements terms, Permit2Payload payload) {
        return PaymentPayload.v2(
                terms,
                Optional.empty(),
                Samples.with(payload.toJson(), "/permit2Authorization/deadline", ""),
                Optional.empty());
    }

    private static Permit2Payload signed(Permit2Authorization authorization) {
        return new Permit2Signer(PAYER, CLOCK).sign(authorization, EXACT.network());
    }

    private static Permit2Authorization good(PaymentRequirements terms) {
        boolean upto = terms.scheme().equals("upto");
        return new Permit2Authorization(
                PAYER.address(),
                terms.asset(),
                terms.amount(),
                upto ? Permit2.UPTO_PROXY : Permit2.EXACT_PROXY,
                NONCE,
                seconds(3600),
                new Permit2Authorization.Witness(
                        PAYEE, upto ? Optional.of(FACILITATOR) : Optional.empty(), BigInteger.ZERO));
    }

    private static Permit2Authorization spender(Permit2Authorization a, Address spender) {
        return new Permit2Authorization(a.from(), a.token(), a.amount(), spender, a.nonce(), a.deadline(), a.witness());
    }

    private static Permit2Authorization witness(Permit2Authorization a, Permit2Authorization.Witness witness) {
        return new Permit2Authorization(a.from(), a.token(), a.amount(), a.spender(), a.nonce(), a.deadline(), witness);
    }

    private static Permit2Authorization deadline(Permit2Authorization a, long ahead) {
        return new Permit2Authorization(
                a.from(), a.token(), a.amount(), a.spender(), a.nonce(), seconds(ahead), a.witness());
    }

    private static Permit2Authorization amount(Permit2Authorization a, long amount) {
        return new Permit2Authorization(
                a.from(), a.token(), TokenAmount.of(amount), a.spender(), a.nonce(), a.deadline(), a.witness());
    }

    private static Permit2Authorization token(Permit2Authorization a, Address token) {
        return new Permit2Authorization(a.from(), token, a.amount(), a.spender(), a.nonce(), a.deadline(), a.witness());
    }

    private static Permit2Authorization withNonce(Permit2Authorization a, BigInteger nonce) {
        return new Permit2Authorization(a.from(), a.token(), a.amount(), a.spender(), nonce, a.deadline(), a.witness());
    }

    private static BigInteger seconds(long ahead) {
        return BigInteger.valueOf(CLOCK.instant().getEpochSecond() + ahead);
    }

    private static PaymentRequirements onBase(PaymentRequirements terms) {
        try {
            return PaymentRequirements.parse(Samples.with(terms.toJson(), "/network", "\"eip155:8453\""));
        } catch (PaymentFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static PaymentRequirements terms(String scheme, Map<String, String> extra) {
        return PaymentRequirements.of(
                scheme, Samples.BASE_SEPOLIA, TokenAmount.of(10_000), Samples.USDC, PAYEE, 3600, extra);
    }
}
