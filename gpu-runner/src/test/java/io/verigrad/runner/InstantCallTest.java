package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payers that are not trusted: their answers are held back until they have paid. */
@QuarkusTest
@WithTestResource(StandIns.class)
class InstantCallTest extends RunningRunner {
    private static final String TRANSACTION = "0x" + "ab".repeat(32);

    @BeforeEach
    void trustNobody() {
        payment.settlement = "instant";
        payment.outcome = Map.of("state", "SERVED");
    }

    @Test
    void holdsTheAnswerBackUntilItsPaymentHasSettled() throws Exception {
        String header = consumer.payment(INFER, FLOWER);

        CompletableFuture<HttpResponse<byte[]>> waiting = sent(header);
        SignedReceipt receipt = published();
        awaitStatusCalls(2);
        assertThat(waiting).isNotDone();
        settle(receipt);

        HttpResponse<byte[]> answer = waiting.join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Consumer.receipt(answer)).isEqualTo(receipt);
        JsonNode settlement = settlement(answer, "PAYMENT-RESPONSE");
        assertThat(settlement.path("success").asBoolean()).isTrue();
        assertThat(settlement.path("transaction").asText()).isEqualTo(TRANSACTION);
        assertThat(settlement.at("/extensions/verigrad/state").asText()).isEqualTo("settled");
        assertThat(payment.count("release")).isZero();
    }

    @Test
    void tellsClientsOfVersionOneTheTransactionAsWell() throws Exception {
        PaymentRequirements terms = consumer.offer(INFER, FLOWER).accepts().getFirst();
        PaymentPayload v2 = new Eip3009Signer(consumer.key, Consumer.CLOCK)
                .pay(terms, Optional.empty(), Hash32.parse("0x" + "17".repeat(32)));
        String header = PaymentHeader.encode(
                PaymentPayload.v1("exact", terms.network(), v2.payload()).toJson());

        CompletableFuture<HttpResponse<byte[]>> waiting = consumer.http()
                .sendAsync(
                        consumer.request(INFER, FLOWER, "X-PAYMENT", header), HttpResponse.BodyHandlers.ofByteArray());
        settle(published());

        JsonNode settlement = settlement(waiting.join(), "X-PAYMENT-RESPONSE");
        assertThat(settlement.path("transaction").asText()).isEqualTo(TRANSACTION);
        assertThat(settlement.path("network").asText()).isEqualTo("base-sepolia");
    }

    @Test
    void givesTheSameHeaderItsAnswerOnceItHasSettledAndNotBefore() throws Exception {
        String header = consumer.payment(INFER, FLOWER);

        HttpResponse<byte[]> early = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);
        HttpResponse<byte[]> again = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);
        SignedReceipt receipt = published();
        assertThat(List.of(early, again)).allSatisfy(pending -> {
            assertThat(pending.statusCode()).isEqualTo(504);
            assertThat(pending.headers().firstValue("Verigrad-Receipt")).isEmpty();
            assertThat(new String(pending.body(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("same payment header", receipt.id().toString())
                    .doesNotContain("outputs");
        });
        settle(receipt);
        HttpResponse<byte[]> answer = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);
        HttpResponse<byte[]> repeated = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Consumer.receipt(answer)).isEqualTo(receipt);
        assertThat(repeated.body()).isEqualTo(answer.body());
        assertThat(sink().received()).hasSize(1);
        assertThat(payment.count("check")).isEqualTo(1);
    }

    @Test
    void waitsOnceForAllWhoUseOneHeader() throws Exception {
        String header = consumer.payment(INFER, FLOWER);

        List<CompletableFuture<HttpResponse<byte[]>>> waiting =
                Stream.generate(() -> sent(header)).limit(5).toList();
        settle(published());

        assertThat(waiting).allMatch(answer -> answer.join().statusCode() == 200);
        assertThat(payment.count("check")).isEqualTo(1);
        assertThat(sink().received()).hasSize(1);
    }

    @Test
    void withholdsAnAnswerThatIsNeverCharged() throws Exception {
        for (String state : List.of("CONTRAINDICATED", "RELEASED")) {
            payment.outcome = Map.of("state", state, "reasons", List.of("authorization_used", "later"));

            HttpResponse<byte[]> answer = pay(INFER, FLOWER);

            assertThat(answer.statusCode()).isEqualTo(402);
            assertThat(error(answer)).isEqualTo("authorization_used");
            assertThat(answer.headers().firstValue("Verigrad-Receipt")).isEmpty();
            JsonNode settlement = settlement(answer, "PAYMENT-RESPONSE");
            assertThat(settlement.path("success").asBoolean()).isFalse();
            assertThat(settlement.path("transaction").asText()).isEmpty();
        }
    }

    @Test
    void takesTheSettlementOfAnotherReceiptForNone() throws Exception {
        payment.outcome = Map.of("state", "SETTLED", "receiptId", "0x" + "01".repeat(32), "transaction", TRANSACTION);

        assertThat(pay(INFER, FLOWER).statusCode()).isEqualTo(504);
    }

    @Test
    void releasesAPaymentWhoseSettlementItDoesNotKnow() throws Exception {
        payment.settlement = "someday";

        assertThat(pay(INFER, FLOWER).statusCode()).isEqualTo(503);
        assertThat(payment.calls).contains("release:check_unavailable");
        assertThat(sink().received()).isEmpty();
    }

    @Test
    void namesTheReceiptOfAnAnswerThatIsGone() throws Exception {
        PaymentRequirements terms = consumer.offer(INFER, FLOWER).accepts().getFirst();
        Eip3009Signer signer = new Eip3009Signer(consumer.key, Consumer.CLOCK);
        Hash32 nonce = Hash32.parse("0x" + "18".repeat(32));
        String header =
                PaymentHeader.encode(signer.pay(terms, Optional.empty(), nonce).toJson());
        CompletableFuture<HttpResponse<byte[]>> first = sent(header);
        SignedReceipt receipt = published();
        settle(receipt);
        first.join();
        // Another header of the same payment: to this process it is as if the answer was made by one that crashed.
        PaymentPayload twin =
                signer.pay(terms, Optional.of(consumer.offer(INFER, FLOWER).resource()), nonce);

        HttpResponse<byte[]> answer =
                consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", PaymentHeader.encode(twin.toJson()));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains(receipt.id().toString(), "SETTLED");
    }

    private CompletableFuture<HttpResponse<byte[]>> sent(String header) {
        return consumer.http()
                .sendAsync(
                        consumer.request(INFER, FLOWER, "PAYMENT-SIGNATURE", header),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private void settle(SignedReceipt receipt) {
        payment.outcome = Map.of("state", "SETTLED", "receiptId", receipt.id().toString(), "transaction", TRANSACTION);
    }

    /** The receipt that reached the bus. */
    private SignedReceipt published() throws Exception {
        eventually(() -> !sink().received().isEmpty());
        JsonNode event = Json.read(sink().received().getFirst().getPayload(), JsonNode.class);
        return Json.convert(event.path("receipt"), SignedReceipt.class);
    }

    private void awaitStatusCalls(int count) throws Exception {
        eventually(() -> payment.count("status") >= count);
    }

    private static void eventually(java.util.function.BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time ran out").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static JsonNode settlement(HttpResponse<byte[]> answer, String header) throws Exception {
        return Json.read(
                Base64.getDecoder().decode(answer.headers().firstValue(header).orElseThrow()), JsonNode.class);
    }
}
