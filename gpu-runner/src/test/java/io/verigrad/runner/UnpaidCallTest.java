package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls without a good payment, and calls that cost nothing because something failed. */
@QuarkusTest
@WithTestResource(StandIns.class)
class UnpaidCallTest extends RunningRunner {
    @Test
    void asksForPaymentInBothVersionsOfTheProtocol() throws Exception {
        HttpResponse<byte[]> response = consumer.post(EMBEDDINGS, hello());

        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        PaymentRequired required = PaymentHeader.required(
                response.headers().firstValue("PAYMENT-REQUIRED").orElseThrow());
        PaymentRequirements terms = required.accepts().getFirst();
        assertThat(required.resource().url()).isEqualTo(base.resolve(EMBEDDINGS).toString());
        assertThat(terms)
                .isEqualTo(PaymentRequirements.of(
                        "exact",
                        Network.CHAIN,
                        TokenAmount.of(1000),
                        Network.USDC,
                        Network.VAULT,
                        3600,
                        Map.of("name", "USDC", "version", "2")));
        JsonNode v1 = Consumer.json(response);
        assertThat(v1.path("x402Version").asInt()).isEqualTo(1);
        assertThat(v1.at("/accepts/0/network").asText()).isEqualTo("base-sepolia");
        assertThat(v1.at("/accepts/0/maxAmountRequired").asText()).isEqualTo("1000");
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void refusesPaymentsThatDoNotFitTheOffer() throws Exception {
        PaymentRequirements terms = consumer.offer(INFER, FLOWER).accepts().getFirst();
        long now = Consumer.CLOCK.instant().getEpochSecond();

        assertThat(refusal("not base64!")).isEqualTo("invalid_payload");
        assertThat(refusal(Base64.getEncoder().encodeToString("[]".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("invalid_payload");
        assertThat(refusal(signed(terms, Network.VAULT, 500, now + 3600, terms(1, Network.VAULT))))
                .isEqualTo("No matching payment requirements");
        assertThat(refusal(signed(terms, Network.HOST, 500, now + 3600, terms(500, Network.HOST))))
                .isEqualTo("No matching payment requirements");
        assertThat(refusal(signed(terms, Network.VAULT, 499, now + 3600, terms)))
                .isEqualTo("invalid_exact_evm_payload_authorization_value_mismatch");
        assertThat(refusal(signed(terms, Network.HOST, 500, now + 3600, terms)))
                .isEqualTo("invalid_exact_evm_recipient_mismatch");
        assertThat(refusal(signed(terms, Network.VAULT, 500, now + 1700, terms)))
                .isEqualTo("invalid_exact_evm_payload_authorization_valid_before");
        assertThat(refusal(signed(terms, Network.VAULT, 500, now - 5, terms)))
                .isEqualTo("invalid_exact_evm_payload_authorization_valid_before");
        assertThat(payment.begun()).isEmpty();
        assertThat(sink().received()).isEmpty();
    }

    @Test
    void chargesNothingWhereTheChainRefusesThePayment() throws Exception {
        payment.confirmRefusal = "invalid_exact_evm_insufficient_balance";

        HttpResponse<byte[]> response = pay(INFER, FLOWER);

        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(error(response)).isEqualTo("invalid_exact_evm_insufficient_balance");
        assertThat(payment.calls).contains("release:confirm_refused");
        assertThat(sink().received()).isEmpty();
    }

    @Test
    void chargesNothingWithoutAChain() throws Exception {
        payment.confirmRefusal = "chain_unavailable";

        HttpResponse<byte[]> response = pay(INFER, FLOWER);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(payment.calls).contains("release:confirm_unavailable");
        assertThat(sink().received()).isEmpty();
    }

    @Test
    void chargesNothingWhereTheModelFails() throws Exception {
        String path = "/v2/models/all-minilm-l6-v2/infer";
        String one = "\"shape\":[1,1],\"datatype\":\"INT64\",\"data\":[987654321]}";
        String body = "{\"inputs\":[{\"name\":\"input_ids\"," + one + ",{\"name\":\"attention_mask\"," + one
                + ",{\"name\":\"token_type_ids\"," + one + "]}";

        HttpResponse<byte[]> response = pay(path, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Consumer.json(response).path("error").asText()).contains("cannot take these values");
        assertThat(payment.calls).contains("release:run_failed");
        assertThat(sink().received()).isEmpty();
    }

    @Test
    void chargesNothingWhereTheBusIsDown() throws Exception {
        bus.takeDown(_ -> {});

        HttpResponse<byte[]> response = pay(INFER, FLOWER);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(Consumer.json(response).path("error").asText()).contains("nothing was charged");
        assertThat(payment.calls).contains("release:bus_unavailable");
        assertThat(response.headers().firstValue("Verigrad-Receipt")).isEmpty();
    }

    @Test
    void takesNoPaymentWhileTooManyReceiptsWaitForTheBus() throws Exception {
        AtomicInteger unsent = new AtomicInteger();
        AtomicReference<HttpResponse<byte[]>> last = new AtomicReference<>();
        // Each receipt waits for the bus until the next call is answered.
        bus.takeDown(_ -> {
            unsent.incrementAndGet();
            try {
                last.compareAndSet(null, pay(INFER, FLOWER));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(pay(INFER, FLOWER).statusCode()).isEqualTo(503);

        assertThat(unsent).hasValue(64);
        assertThat(payment.count("check")).isEqualTo(64);
        assertThat(last.get().statusCode()).isEqualTo(503);
        assertThat(last.get().headers().firstValue("Retry-After")).hasValue("5");
        assertThat(Consumer.json(last.get()).path("error").asText()).contains("receipts wait to be published");
    }

    @ParameterizedTest
    @ValueSource(strings = {"payment_already_used", "ledger_unavailable", "unauthenticated"})
    void answersWhereTheBusMayHaveTheReceiptAllTheSame(String refusal) throws Exception {
        bus.takeDown(_ -> payment.releaseRefusal = refusal);

        HttpResponse<byte[]> response = pay(INFER, FLOWER);

        // Only a payment that is surely released may go without its answer: this one may be charged.
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Consumer.receipt(response)).isNotNull();
        assertThat(payment.count("release")).isEqualTo(1);
    }

    @Test
    void answersWhereTheBusIsDownAndNobodyCanTellOfTheRelease() throws Exception {
        bus.takeDown(_ -> payment.broken = "release");

        assertThat(pay(INFER, FLOWER).statusCode()).isEqualTo(200);
    }

    @Test
    void runsNothingWithoutPaymentFunction() throws Exception {
        payment.broken = "check";

        HttpResponse<byte[]> response = pay(INFER, FLOWER);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(payment.calls).containsExactly("check", "release:check_unavailable");
        assertThat(sink().received()).isEmpty();
    }

    /** It may still arrive, and would undo what was reserved since at the same place of a channel. */
    @Test
    void reservesNothingAnewUntilTheReleaseBeforeIsAnswered() throws Exception {
        String header = consumer.payment(INFER, FLOWER);
        payment.checkRefusal = Map.of("outcome", "refused", "reason", "ledger_unavailable");
        payment.broken = "release";
        assertThat(consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header).statusCode())
                .isEqualTo(503);
        payment.checkRefusal = null;

        HttpResponse<byte[]> again = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);

        assertThat(again.statusCode()).isEqualTo(503);
        assertThat(Consumer.json(again).path("error").asText()).contains("release_unanswered");
        assertThat(payment.count("check")).isEqualTo(1);
    }

    @Test
    void takesNoPaymentForAnAssuranceThatItCannotReach() throws Exception {
        String header = consumer.payment(INFER, FLOWER);

        HttpResponse<byte[]> response =
                consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header, "Verigrad-Min-Assurance", "WEIGHTS_BOUND");

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(payment.begun()).isEmpty();
        assertThat(consumer.post(INFER, FLOWER, "Verigrad-Min-Assurance", "0").statusCode())
                .isEqualTo(402);
        assertThat(consumer.post(INFER, FLOWER, "Verigrad-Min-Assurance", "much")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void costsNothingToSendAWrongShape() throws Exception {
        HttpResponse<byte[]> response = pay(INFER, FLOWER.replace("[1,4]", "[4]"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Consumer.json(response).path("error").asText()).contains("expected shape [-1, 4]");
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void costsNothingToSendTooLongAText() throws Exception {
        String body = "{\"model\":\"all-minilm-l6-v2\",\"input\":\"" + (SECRET + " ").repeat(100) + "\"}";

        HttpResponse<byte[]> response = pay(EMBEDDINGS, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Consumer.json(response).at("/error/code").asText()).isEqualTo("context_length_exceeded");
        assertThat(Consumer.json(response).at("/error/param").asText()).isEqualTo("input");
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void repeatsNothingOfAMalformedBody() throws Exception {
        HttpResponse<byte[]> response = pay(INFER, "{\"" + SECRET + "\": " + SECRET);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain(SECRET);
    }

    private String refusal(String header) throws Exception {
        HttpResponse<byte[]> response = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);
        assertThat(response.statusCode()).isEqualTo(402);
        return error(response);
    }

    private static PaymentRequirements terms(long amount, Address payTo) {
        return PaymentRequirements.of(
                "exact",
                Network.CHAIN,
                TokenAmount.of(amount),
                Network.USDC,
                payTo,
                3600,
                Map.of("name", "USDC", "version", "2"));
    }

    /** A payment signed for one thing that claims to accept {@code accepted}. */
    private String signed(
            PaymentRequirements ours, Address to, long value, long validBefore, PaymentRequirements accepted) {
        JsonNode payload = new Eip3009Signer(consumer.key, Consumer.CLOCK)
                .sign(
                        new Eip3009Authorization(
                                consumer.key.address(),
                                to,
                                TokenAmount.of(value),
                                BigInteger.ZERO,
                                BigInteger.valueOf(validBefore),
                                Hash32.ZERO),
                        ExactEip3009.tokenDomain(ours).orElseThrow())
                .toJson();
        return PaymentHeader.encode(PaymentPayload.v2(accepted, Optional.empty(), payload, Optional.empty())
                .toJson());
    }
}
