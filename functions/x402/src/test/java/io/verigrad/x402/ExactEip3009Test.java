package io.verigrad.x402;

import static io.verigrad.x402.Samples.CLOCK;
import static io.verigrad.x402.Samples.NONCE;
import static io.verigrad.x402.Samples.OFFER;
import static io.verigrad.x402.Samples.PAYEE;
import static io.verigrad.x402.Samples.PAYER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.receipt.PaymentId;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Signature;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExactEip3009Test {
    private static final BigInteger ORDER =
            new BigInteger("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", 16);

    record Mutation(String name, PaymentPayload payment, PaymentRequirements terms, Reason expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void acceptsWhatThePayerSigned() {
        Verification verdict =
                EvmSchemes.verify(Samples.payment(), OFFER, facilitator -> false, CLOCK, Duration.ofSeconds(1800));

        assertThat(verdict).isInstanceOfSatisfying(Verification.Valid.class, valid -> {
            assertThat(valid.payer()).isEqualTo(PAYER.address());
            assertThat(valid.proof()).isInstanceOf(PayerProof.Key.class);
            assertThat(valid.paymentId())
                    .isEqualTo(PaymentId.eip3009(OFFER.network(), OFFER.asset(), PAYER.address(), NONCE));
        });
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void refuses(Mutation mutation) throws Exception {
        Verification verdict = EvmSchemes.verify(
                mutation.payment(), mutation.terms(), facilitator -> false, CLOCK, EvmSchemes.BLOCK_MARGIN);

        if (mutation.expected() == Reason.EXACT_SIGNATURE) {
            // Not of the payer's key; whether the payer is a contract that takes it is for the chain to say.
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verification.Valid.class,
                            valid -> assertThat(valid.proof()).isInstanceOf(PayerProof.Wallet.class));
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verification.Invalid.class,
                            invalid -> assertThat(invalid.reason()).isEqualTo(mutation.expected()));
        }
    }

    @Test
    void givesEveryReasonOfItsOwn() throws Exception {
        Set<Reason> seen = mutations().map(Mutation::expected).collect(Collectors.toSet());

        assertThat(seen).containsAll(EnumSet.range(Reason.EXACT_SCHEME, Reason.EXACT_VALUE_V1));
    }

    static Stream<Mutation> mutations() throws Exception {
        String name = "/accepted/extra/name";
        return Stream.of(
                        List.of(
                                signature("v of 0", bytes -> bytes[64] -= 27),
                                signature("a wrong v", bytes -> bytes[64] = (byte) (55 - bytes[64])),
                                signature("one bit", bytes -> bytes[3] ^= 1),
                                new Mutation("high s", highS(), OFFER, Reason.EXACT_SIGNATURE),
                                payload("64 bytes", "/payload/signature", quoted("0x" + "11".repeat(64)), "signature"),
                                payload("no bytes", "/payload/signature", quoted("0x"), "signature"),
                                payload(
                                        "wallet bytes",
                                        "/payload/signature",
                                        quoted("0x" + "22".repeat(900)),
                                        "signature"),
                                payload(
                                        "another payer",
                                        "/payload/authorization/from",
                                        quoted(PAYEE.toString()),
                                        "signature"),
                                payload(
                                        "more value",
                                        "/payload/authorization/value",
                                        "\"10001\"",
                                        Reason.EXACT_VALUE_MISMATCH)),
                        List.of(
                                changed(
                                        "less paid",
                                        authorization(OFFER.payTo(), 9_999, 0, 3600),
                                        Reason.EXACT_VALUE_MISMATCH),
                                changed(
                                        "more paid",
                                        authorization(OFFER.payTo(), 10_001, 0, 3600),
                                        Reason.EXACT_VALUE_MISMATCH),
                                changed(
                                        "another payee",
                                        authorization(PAYER.address(), 10_000, 0, 3600),
                                        Reason.EXACT_RECIPIENT_MISMATCH),
                                changed(
                                        "expired",
                                        authorization(OFFER.payTo(), 10_000, 0, -1),
                                        Reason.EXACT_VALID_BEFORE),
                                changed(
                                        "expires in a block",
                                        authorization(OFFER.payTo(), 10_000, 0, 5),
                                        Reason.EXACT_VALID_BEFORE),
                                changed(
                                        "not yet good",
                                        authorization(OFFER.payTo(), 10_000, 1, 3600),
                                        Reason.EXACT_VALID_AFTER)),
                        List.of(
                                payload("no authorization", "/payload/authorization", "", Reason.INVALID_PAYLOAD),
                                payload("no signature", "/payload/signature", "", Reason.INVALID_PAYLOAD),
                                terms("no domain", name, "", Reason.EXACT_MISSING_EIP712_DOMAIN),
                                terms("no extra", "/accepted/extra", "", Reason.EXACT_MISSING_EIP712_DOMAIN),
                                terms("another domain", name, "\"USD Coin\"", Reason.EXACT_SIGNATURE),
                                terms(
                                        "another token",
                                        "/accepted/asset",
                                        quoted(PAYEE.toString()),
                                        Reason.EXACT_SIGNATURE),
                                terms(
                                        "a scheme of Permit2",
                                        "/accepted/scheme",
                                        "\"upto\"",
                                        Reason.UNSUPPORTED_PAYLOAD_TYPE),
                                terms("another scheme", "/accepted/scheme", "\"exactly\"", Reason.EXACT_SCHEME),
                                terms(
                                        "another chain",
                                        "/accepted/network",
                                        "\"eip155:8453\"",
                                        Reason.EXACT_NETWORK_MISMATCH),
                                terms(
                                        "Permit2",
                                        "/accepted/extra/assetTransferMethod",
                                        "\"permit2\"",
                                        Reason.UNSUPPORTED_PAYLOAD_TYPE),
                                v1()))
                .flatMap(List::stream);
    }

    private static Mutation v1() {
        PaymentPayload v2 = signed(authorization(OFFER.payTo(), 1, 0, 3600));
        PaymentPayload v1 = PaymentPayload.v1("exact", OFFER.network(), v2.payload());
        return new Mutation("less paid in version 1", v1, OFFER, Reason.EXACT_VALUE_V1);
    }

    private static Mutation changed(String name, Eip3009Authorization authorization, Reason expected) {
        return new Mutation(name, signed(authorization), OFFER, expected);
    }

    private static Mutation payload(String name, String pointer, String json, String expected) throws Exception {
        return payload(
                name, pointer, json, expected.equals("signature") ? Reason.EXACT_SIGNATURE : Reason.INVALID_PAYLOAD);
    }

    private static Mutation payload(String name, String pointer, String json, Reason expected) throws Exception {
        return new Mutation(name, PaymentPayload.parse(Samples.paymentWith(pointer, json)), OFFER, expected);
    }

    private static Mutation terms(String name, String pointer, String json, Reason expected) throws Exception {
        JsonNode changed = Samples.paymentWith(pointer, json).path("accepted");
        return new Mutation(name, Samples.payment(), PaymentRequirements.parse(changed), expected);
    }

    private static Mutation signature(String name, java.util.function.Consumer<byte[]> change) throws Exception {
        byte[] bytes =
                ExactEvmPayload.parse(Samples.payment().payload()).signature().toArray();
        change.accept(bytes);
        return payload(name, "/payload/signature", quoted(Bytes.of(bytes).toString()), Reason.EXACT_SIGNATURE);
    }

    private static PaymentPayload highS() throws Exception {
        Signature low =
                new Signature(ExactEvmPayload.parse(Samples.payment().payload()).signature());
        byte[] s = ORDER.subtract(low.s()).toByteArray();
        byte[] bytes = low.bytes().toArray();
        System.arraycopy(s, s.length - 32, bytes, 32, 32);
        bytes[64] = (byte) (55 - low.v());
        return PaymentPayload.parse(
                Samples.paymentWith("/payload/signature", quoted(Bytes.of(bytes).toString())));
    }

    private static Eip3009Authorization authorization(Address to, long value, long after, long before) {
        long now = CLOCK.instant().getEpochSecond();
        return new Eip3009Authorization(
                PAYER.address(),
                to,
                TokenAmount.of(value),
                BigInteger.valueOf(now + after),
                BigInteger.valueOf(now + before),
                NONCE);
    }

    private static PaymentPayload signed(Eip3009Authorization authorization) {
        ExactEvmPayload payload = new Eip3009Signer(PAYER, CLOCK)
                .sign(authorization, ExactEip3009.tokenDomain(OFFER).orElseThrow());
        return PaymentPayload.v2(OFFER, java.util.Optional.empty(), payload.toJson(), java.util.Optional.empty());
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
