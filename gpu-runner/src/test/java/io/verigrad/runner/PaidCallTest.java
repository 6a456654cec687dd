package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.SettleResponse;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** Calls that are paid for and answered. */
@QuarkusTest
@WithTestResource(StandIns.class)
class PaidCallTest extends RunningRunner {
    @Test
    void answersAPaidCallWithAReceiptThatBindsEverything() throws Exception {
        HttpResponse<byte[]> response = pay(EMBEDDINGS, hello());

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = Consumer.json(response);
        assertThat(answer.at("/data/0/embedding")).hasSize(384);
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isPositive();
        SignedReceipt signed = Consumer.receipt(response);
        Receipt receipt = signed.receipt();
        Hash32 digest = Network.DOMAIN.digest(receipt.structHash());
        assertThat(Secp256k1.recover(digest, signed.signature())).contains(receipt.enclaveKey());
        assertThat(signed.domain()).isEqualTo(Network.DOMAIN);
        assertThat(receipt.requestHash())
                .isEqualTo(ContentHash.request("POST", EMBEDDINGS, hello().getBytes(StandardCharsets.UTF_8)));
        assertThat(receipt.responseHash()).isEqualTo(ContentHash.response(response.body()));
        assertThat(receipt.runtimeDigest()).isEqualTo(Network.RUNTIME);
        assertThat(receipt.offerHash()).isEqualTo(signed.offer().offer().structHash());
        assertThat(signed.offer().signer(Network.DOMAIN)).contains(receipt.enclaveKey());
        assertThat(receipt.modelDigest()).isEqualTo(signed.offer().offer().modelDigest());
        assertThat(receipt.payer()).isEqualTo(consumer.key.address());
        assertThat(receipt.payTo()).isEqualTo(Network.VAULT);
        assertThat(receipt.asset()).isEqualTo(Network.USDC);
        assertThat(receipt.cap()).isEqualTo(TokenAmount.of(1000)).isEqualTo(receipt.charge());
        assertThat(receipt.inputUnits())
                .isEqualTo(answer.at("/usage/prompt_tokens").asLong());
        assertThat(receipt.outputUnits()).isZero();
        assertThat(receipt.scheme()).isEqualTo(Scheme.EXACT_EIP3009);
        assertThat(receipt.finish()).isEqualTo(Finish.COMPLETE);
        assertThat(receipt.assurance()).isEqualTo(Assurance.UNATTESTED);
        assertThat(receipt.clientNonce()).isEqualTo(Hash32.ZERO);
        assertThat(response.headers().firstValue("Verigrad-Assurance")).contains("UNATTESTED; would-be=WEIGHTS_BOUND");
        assertThat(response.headers().firstValue("Server-Timing"))
                .hasValueSatisfying(time -> assertThat(time.replaceAll("[0-9]+\\.[0-9]{3}", "0"))
                        .isEqualTo("run;dur=0, pay;dur=0, check;dur=0, confirm;dur=0, sign;dur=0," + " publish;dur=0"));
        assertThat(payment.begun()).containsExactlyInAnyOrder("check", "confirm");
    }

    @Test
    void tellsThatTheSettlementIsDeferred() throws Exception {
        HttpResponse<byte[]> response = pay(INFER, FLOWER);

        SettleResponse settlement = SettleResponse.parse(PaymentHeader.decode(
                response.headers().firstValue("PAYMENT-RESPONSE").orElseThrow()));
        assertThat(settlement.success()).isTrue();
        assertThat(settlement.transaction()).isEmpty();
        assertThat(settlement.payer()).contains(consumer.key.address());
        assertThat(settlement.network()).isEqualTo(Network.CHAIN);
        JsonNode state = settlement.extensions().orElseThrow().path("verigrad");
        assertThat(state.path("state").asText()).isEqualTo("deferred");
        assertThat(state.path("receiptId").asText())
                .isEqualTo(Consumer.receipt(response).id().toString());
    }

    @Test
    void runsATabularModelOverTheInferenceProtocol() throws Exception {
        HttpResponse<byte[]> response = pay(INFER, FLOWER);

        JsonNode answer = Consumer.json(response);
        assertThat(answer.path("id").asText()).isEqualTo("f-1");
        assertThat(answer.path("model_name").asText()).isEqualTo("iris");
        assertThat(answer.at("/outputs/1/name").asText()).isEqualTo("label");
        assertThat(answer.at("/outputs/1/data/0").asInt()).isEqualTo(2);
        assertThat(answer.at("/outputs/0/shape").toString()).isEqualTo("[1,3]");
        assertThat(answer.at("/outputs/0/data/2").asDouble()).isGreaterThan(0.9);
        Receipt receipt = Consumer.receipt(response).receipt();
        assertThat(receipt.inputUnits()).isEqualTo(4);
        assertThat(receipt.outputUnits()).isEqualTo(4);
        assertThat(receipt.charge()).isEqualTo(TokenAmount.of(500));
    }

    @Test
    void publishesTheReceiptBeforeItAnswers() throws Exception {
        HttpResponse<byte[]> response = pay(INFER, FLOWER);

        assertThat(sink().received()).hasSize(1);
        Message<byte[]> message = sink().received().getFirst();
        InferenceAttested event = Json.read(message.getPayload(), InferenceAttested.class);
        assertThat(event.receipt()).isEqualTo(Consumer.receipt(response));
        String paymentId = event.receipt().receipt().paymentId().toString();
        assertThat(message.getMetadata(OutgoingKafkaRecordMetadata.class)
                        .orElseThrow()
                        .getKey())
                .isEqualTo(paymentId);
        OutgoingCloudEventMetadata<?> cloudEvent =
                message.getMetadata(OutgoingCloudEventMetadata.class).orElseThrow();
        assertThat(cloudEvent.getType()).isEqualTo(InferenceAttested.TYPE);
        assertThat(cloudEvent.getSubject()).contains(paymentId);
        assertThat(new String(message.getPayload(), StandardCharsets.UTF_8)).doesNotContain("6.3");
    }

    @Test
    void keepsReceiptsForThoseWhoAsk() throws Exception {
        SignedReceipt receipt = Consumer.receipt(pay(INFER, FLOWER));

        HttpResponse<byte[]> found = consumer.get("/v1/receipts/" + receipt.id());
        assertThat(Json.read(found.body(), SignedReceipt.class)).isEqualTo(receipt);
        assertThat(consumer.get("/v1/receipts/" + Hash32.ZERO).statusCode()).isEqualTo(404);
        assertThat(consumer.get("/v1/receipts/0x12").statusCode()).isEqualTo(400);
    }

    @Test
    void takesPaymentsOfVersion1() throws Exception {
        HttpResponse<byte[]> response = consumer.post(INFER, FLOWER, "X-PAYMENT", paymentV1(INFER, FLOWER));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode settlement = PaymentHeader.decode(
                response.headers().firstValue("X-PAYMENT-RESPONSE").orElseThrow());
        assertThat(settlement.path("success").asBoolean()).isTrue();
        assertThat(settlement.path("network").asText()).isEqualTo("base-sepolia");
        assertThat(response.headers().firstValue("PAYMENT-RESPONSE")).isEmpty();
    }

    @Test
    void writesVectorsInBase64AsTheOfficialClientsWant() throws Exception {
        String text = "{\"model\":\"all-minilm-l6-v2\",\"input\":[\"" + SECRET + " one\",\"two\"]";
        JsonNode floats = Consumer.json(pay(EMBEDDINGS, text + "}"));
        JsonNode base64 = Consumer.json(pay(EMBEDDINGS, text + ",\"encoding_format\":\"base64\"}"));

        for (int i = 0; i < 2; i++) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder()
                            .decode(base64.at("/data/" + i + "/embedding").asText()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (JsonNode value : floats.at("/data/" + i + "/embedding")) {
                assertThat(bytes.getFloat()).isCloseTo(value.floatValue(), within(1e-7f));
            }
            assertThat(bytes.hasRemaining()).isFalse();
        }
    }

    @Test
    void numbersItsReceiptsWithoutGaps() throws Exception {
        long first = Consumer.receipt(pay(INFER, FLOWER)).receipt().sequence();

        assertThat(Consumer.receipt(pay(INFER, FLOWER)).receipt().sequence()).isEqualTo(first + 1);
    }

    @Test
    void bindsAPaymentToItsRequestByTheClientNonce() throws Exception {
        Hash32 clientNonce = Hash32.of("a nonce that the client has made".getBytes(StandardCharsets.UTF_8));
        Hash32 requestHash = ContentHash.request("POST", INFER, FLOWER.getBytes(StandardCharsets.UTF_8));
        String bound = consumer.payment(INFER, FLOWER, ContentHash.boundNonce(requestHash, clientNonce));

        HttpResponse<byte[]> response = consumer.post(
                INFER, FLOWER, "PAYMENT-SIGNATURE", bound, "Verigrad-Client-Nonce", clientNonce.toString());
        assertThat(Consumer.receipt(response).receipt().clientNonce()).isEqualTo(clientNonce);

        String loose = consumer.payment(INFER, FLOWER);
        HttpResponse<byte[]> mismatch = consumer.post(
                INFER, FLOWER, "PAYMENT-SIGNATURE", loose, "Verigrad-Client-Nonce", clientNonce.toString());
        assertThat(mismatch.statusCode()).isEqualTo(402);
        assertThat(error(mismatch)).isEqualTo("client_nonce_mismatch");
        assertThat(consumer.post(INFER, FLOWER, "Verigrad-Client-Nonce", "0x12").statusCode())
                .isEqualTo(400);
    }

    private String paymentV1(String path, String body) throws Exception {
        PaymentRequirements terms = consumer.offer(path, body).accepts().getFirst();
        JsonNode payload = new Eip3009Signer(consumer.key, Consumer.CLOCK)
                .pay(terms, Optional.empty(), Hash32.of(new byte[32]))
                .payload();
        return PaymentHeader.encode(
                PaymentPayload.v1("exact", Network.CHAIN, payload).toJson());
    }
}
