package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip3009Authorization;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.ExactEip3009;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongPaymentTest {
    private Devnet devnet;
    private RawCalls calls;
    private Ledger ledger;

    @BeforeAll
    void connect(Devnet devnet) {
        this.devnet = devnet;
        this.calls = RawCalls.to(devnet.runner());
        this.ledger = new Ledger(devnet);
    }

    @Test
    void asksForPaymentInBothVersions() throws Exception {
        HttpResponse<byte[]> answer = calls.post(RawCalls.INFER, RawCalls.SETOSA);

        assertThat(answer.statusCode()).isEqualTo(402);
        PaymentRequired v2 = PaymentHeader.required(
                answer.headers().firstValue("PAYMENT-REQUIRED").orElseThrow());
        assertThat(v2.accepts().getFirst().payTo()).isEqualTo(devnet.vault());
        JsonNode v1 = RawCalls.json(answer);
        assertThat(v1.get("x402Version").asInt()).isEqualTo(1);
        assertThat(v1.at("/accepts/0/network").asText()).isEqualTo("base-sepolia");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "bm90IGpzb24=", "e30=", "eyJ4NDAyVmVyc2lvbiI6OX0="})
    void asksAgainForAHeaderThatCannotBeRead(String header) throws Exception {
        HttpResponse<byte[]> answer = calls.paid(RawCalls.INFER, RawCalls.SETOSA, header);

        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(RawCalls.reason(answer)).isNotEmpty();
    }

    @Test
    void refusesTermsThatItDidNotOffer() throws Exception {
        PaymentPayload payment = RawCalls.pay(calls.offer(RawCalls.INFER, RawCalls.SETOSA), Accounts.OTHER_PAYER);

        HttpResponse<byte[]> cheaper =
                calls.paid(RawCalls.INFER, RawCalls.SETOSA, RawCalls.header(payment, "amount", "1"));
        HttpResponse<byte[]> elsewhere = calls.paid(
                RawCalls.INFER,
                RawCalls.SETOSA,
                RawCalls.header(payment, "payTo", Accounts.OTHER_PAYER.address().toString()));

        assertThat(cheaper.statusCode()).isEqualTo(402);
        assertThat(elsewhere.statusCode()).isEqualTo(402);
    }

    @Test
    void refusesAnAuthorizationOfAnotherAmount() throws Exception {
        assertRefused(terms -> authorization(terms.payTo(), TokenAmount.of(1), 3600));
    }

    @Test
    void refusesAnAuthorizationForAnotherPayee() throws Exception {
        assertRefused(terms -> authorization(Accounts.OTHER_PAYER.address(), terms.amount(), 3600));
    }

    @Test
    void refusesAnExpiredAuthorization() throws Exception {
        assertRefused(terms -> authorization(terms.payTo(), terms.amount(), -10));
    }

    @Test
    void refusesAnAuthorizationThatEndsBeforeItCouldSettle() throws Exception {
        assertRefused(terms -> authorization(terms.payTo(), terms.amount(), 600));
    }

    @Test
    void answersARepeatedHeaderAgainAndChargesOnce() throws Exception {
        TokenAmount before = ledger.balanceAtRest(Accounts.OTHER_PAYER.address());
        PaymentRequirements terms = calls.offer(RawCalls.INFER, RawCalls.SETOSA);
        String header = RawCalls.header(RawCalls.pay(terms, Accounts.OTHER_PAYER));

        HttpResponse<byte[]> first = calls.paid(RawCalls.INFER, RawCalls.SETOSA, header);
        HttpResponse<byte[]> again = calls.paid(RawCalls.INFER, RawCalls.SETOSA, header);
        HttpResponse<byte[]> other = calls.paid(RawCalls.INFER, RawCalls.VIRGINICA, header);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(RawCalls.receipt(again)).isEqualTo(RawCalls.receipt(first));
        assertThat(other.statusCode()).isEqualTo(402);
        ledger.awaitFinal(RawCalls.receipt(first).receipt().paymentId());
        assertThat(before.minus(ledger.balance(Accounts.OTHER_PAYER.address()))).isEqualTo(terms.amount());
    }

    @Test
    void runsTheModelOnceForTenConcurrentUsesOfOneHeader() throws Exception {
        TokenAmount before = ledger.balanceAtRest(Accounts.OTHER_PAYER.address());
        PaymentRequirements terms = calls.offer(RawCalls.INFER, RawCalls.SETOSA);
        String header = RawCalls.header(RawCalls.pay(terms, Accounts.OTHER_PAYER));

        List<CompletableFuture<HttpResponse<byte[]>>> uses = IntStream.range(0, 10)
                .mapToObj(_ -> calls.http()
                        .sendAsync(
                                calls.request(RawCalls.INFER, RawCalls.SETOSA, "PAYMENT-SIGNATURE", header),
                                HttpResponse.BodyHandlers.ofByteArray()))
                .toList();
        List<SignedReceipt> receipts = new ArrayList<>();
        for (CompletableFuture<HttpResponse<byte[]>> use : uses) {
            HttpResponse<byte[]> answer = use.get();
            assertThat(answer.statusCode()).isIn(200, 409);
            if (answer.statusCode() == 200) {
                receipts.add(RawCalls.receipt(answer));
            }
        }

        // A second run would have a receipt of its own: each has its place in the key's sequence.
        assertThat(receipts).isNotEmpty();
        assertThat(receipts.stream().distinct()).hasSize(1);
        ledger.awaitFinal(receipts.getFirst().receipt().paymentId());
        assertThat(before.minus(ledger.balance(Accounts.OTHER_PAYER.address()))).isEqualTo(terms.amount());
    }

    @Test
    void knowsNoOtherModels() throws Exception {
        assertThat(calls.post("/v2/models/gpt-9/infer", RawCalls.SETOSA).statusCode())
                .isEqualTo(404);
        assertThat(calls.post("/v1/embeddings", "{\"model\":\"gpt-9\",\"input\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesAWrongShapeWithoutTakingThePayment() throws Exception {
        String wrong = RawCalls.SETOSA.replace("[1,4]", "[1,3]");
        PaymentRequirements terms = calls.offer(RawCalls.INFER, RawCalls.SETOSA);
        PaymentPayload payment = RawCalls.pay(terms, Accounts.OTHER_PAYER);

        HttpResponse<byte[]> answer = calls.paid(RawCalls.INFER, wrong, RawCalls.header(payment));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RawCalls.json(answer).get("error").asText()).isNotEmpty();
        assertThat(PaymentStatus.of(devnet.payment().url(), RawCalls.paymentId(payment, terms))
                        .state())
                .isEqualTo("UNKNOWN");
    }

    @Test
    void refusesAnOverlongBody() throws Exception {
        String body = "{\"pad\":\"" + "x".repeat(40 << 20) + "\"}";
        try {
            assertThat(calls.post(RawCalls.INFER, body).statusCode()).isEqualTo(413);
        } catch (java.io.IOException connectionClosedWhileSending) {
            assertThat(calls.post(RawCalls.INFER, RawCalls.SETOSA).statusCode()).isEqualTo(402);
        }
    }

    private interface Spoilt {
        Eip3009Authorization of(PaymentRequirements terms);
    }

    private static Eip3009Authorization authorization(Address to, TokenAmount value, long seconds) {
        long now = Clock.systemUTC().instant().getEpochSecond();
        return new Eip3009Authorization(
                Accounts.OTHER_PAYER.address(),
                to,
                value,
                BigInteger.ZERO,
                BigInteger.valueOf(now + seconds),
                RawCalls.freshNonce());
    }

    private void assertRefused(Spoilt spoilt) throws Exception {
        PaymentRequirements terms = calls.offer(RawCalls.INFER, RawCalls.SETOSA);
        Eip3009Authorization authorization = spoilt.of(terms);
        PaymentPayload payment = PaymentPayload.v2(
                terms,
                Optional.empty(),
                new Eip3009Signer(Accounts.OTHER_PAYER, Clock.systemUTC())
                        .sign(authorization, ExactEip3009.tokenDomain(terms).orElseThrow())
                        .toJson(),
                Optional.empty());

        HttpResponse<byte[]> answer = calls.paid(RawCalls.INFER, RawCalls.SETOSA, RawCalls.header(payment));

        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(RawCalls.reason(answer)).isNotEmpty();
        assertThat(answer.headers().firstValue("Verigrad-Receipt")).isEmpty();
        assertThat(PaymentStatus.of(devnet.payment().url(), RawCalls.paymentId(payment, terms))
                        .state())
                .isEqualTo("UNKNOWN");
    }
}
