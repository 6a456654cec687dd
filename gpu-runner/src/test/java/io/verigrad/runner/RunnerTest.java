package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.bus.SwitchableBus;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.PaymentStandIn;
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
import io.verigrad.x402.SettleResponse;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole runner over HTTP; payment, verifier, settlement and bus are loopback stand-ins. */
@QuarkusTest
@WithTestResource(StandIns.class)
class RunnerTest {
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String INFER = "/v2/models/iris/infer";
    private static final String FLOWER =
            "{\"id\":\"f-1\",\"inputs\":[{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\","
                    + "\"data\":[6.3,3.3,6.0,2.5]}]}";
    /** Stands in every prompt of this class, so that a log line that repeats one is found. */
    private static final String SECRET = "xylophone4711";

    private static LogCapture log;

    @TestHTTPResource
    URI base;

    PaymentStandIn payment;

    @Inject
    SwitchableBus bus;

    @Inject
    @Any
    InMemoryConnector connector;

    Consumer consumer;

    @BeforeAll
    static void listen() {
        log = new LogCapture();
    }

    @AfterAll
    static void promptsAndAnswersNeverReachTheLog() {
        log.close();
        assertThat(log.lines())
                .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).contains(SECRET));
    }

    @BeforeEach
    void ready() throws Exception {
        consumer = new Consumer(base);
        for (int i = 0; i < 600 && consumer.get("/v2/health/ready").statusCode() != 200; i++) {
            Thread.sleep(50);
        }
        payment.reset();
        bus.bringUp();
        sink().clear();
    }

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
        assertThat(payment.calls).isEmpty();
    }

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
        assertThat(payment.calls).containsExactlyInAnyOrder("check", "confirm");
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
    void runsOnceHoweverOftenAHeaderComesAtTheSameTime() throws Exception {
        String header = consumer.payment(EMBEDDINGS, hello());
        HttpRequest request = consumer.request(EMBEDDINGS, hello(), "PAYMENT-SIGNATURE", header);

        List<CompletableFuture<HttpResponse<byte[]>>> running = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            running.add(consumer.http().sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
        }
        List<HttpResponse<byte[]>> responses =
                running.stream().map(CompletableFuture::join).toList();

        assertThat(responses).allMatch(response -> response.statusCode() == 200);
        for (HttpResponse<byte[]> response : responses) {
            assertThat(response.body()).isEqualTo(responses.getFirst().body());
            assertThat(Consumer.receipt(response)).isEqualTo(Consumer.receipt(responses.getFirst()));
        }
        assertThat(sink().received()).hasSize(1);
        assertThat(payment.count("check")).isEqualTo(1);
    }

    @Test
    void answersARepeatedRequestFromMemory() throws Exception {
        String header = consumer.payment(INFER, FLOWER);
        HttpResponse<byte[]> first = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);
        HttpResponse<byte[]> second = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(Consumer.receipt(second)).isEqualTo(Consumer.receipt(first));
        assertThat(sink().received()).hasSize(1);
    }

    @Test
    void refusesAHeaderThatPaidForAnotherRequest() throws Exception {
        String header = consumer.payment(INFER, FLOWER);
        consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);

        HttpResponse<byte[]> response = consumer.post(INFER, FLOWER.replace("6.3", "5.3"), "PAYMENT-SIGNATURE", header);

        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(error(response)).isEqualTo("payment_already_used");
        assertThat(sink().received()).hasSize(1);
    }

    @Test
    void hasNoAnswerForARequestThatAnotherInstanceServed() throws Exception {
        PaymentRequired offer = consumer.offer(INFER, FLOWER);
        Eip3009Signer signer = new Eip3009Signer(consumer.key, Consumer.CLOCK);
        PaymentPayload once =
                signer.pay(offer.accepts().getFirst(), Optional.of(offer.resource()), Hash32.of(new byte[32]));
        PaymentPayload again = signer.pay(offer.accepts().getFirst(), Optional.empty(), Hash32.of(new byte[32]));
        consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", PaymentHeader.encode(once.toJson()));

        HttpResponse<byte[]> response =
                consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", PaymentHeader.encode(again.toJson()));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(sink().received()).hasSize(1);
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
        assertThat(payment.calls).isEmpty();
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
    void answersWhereTheBusHadTheReceiptAllTheSame() throws Exception {
        bus.takeDown(receipt -> payment.servedReceipt = receipt.id());

        HttpResponse<byte[]> response = pay(INFER, FLOWER);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Consumer.receipt(response).id()).isEqualTo(payment.servedReceipt);
    }

    @Test
    void runsNothingWithoutPaymentFunction() throws Exception {
        payment.broken = "check";

        HttpResponse<byte[]> response = pay(INFER, FLOWER);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(payment.calls).containsExactly("check", "release:check_unavailable");
        assertThat(sink().received()).isEmpty();
    }

    @Test
    void costsNothingToSendAWrongShape() throws Exception {
        HttpResponse<byte[]> response = pay(INFER, FLOWER.replace("[1,4]", "[4]"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Consumer.json(response).path("error").asText()).contains("expected shape [-1, 4]");
        assertThat(payment.calls).isEmpty();
    }

    @Test
    void costsNothingToSendTooLongAText() throws Exception {
        String body = "{\"model\":\"all-minilm-l6-v2\",\"input\":\"" + (SECRET + " ").repeat(100) + "\"}";

        HttpResponse<byte[]> response = pay(EMBEDDINGS, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Consumer.json(response).at("/error/code").asText()).isEqualTo("context_length_exceeded");
        assertThat(Consumer.json(response).at("/error/param").asText()).isEqualTo("input");
        assertThat(payment.calls).isEmpty();
    }

    @Test
    void knowsItsModels() throws Exception {
        assertThat(consumer.post("/v2/models/tulips/infer", FLOWER).statusCode())
                .isEqualTo(404);
        assertThat(consumer.get("/v2/models/tulips").statusCode()).isEqualTo(404);
        HttpResponse<byte[]> unknown = consumer.post(EMBEDDINGS, hello().replace("minilm", "maxilm"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Consumer.json(unknown).at("/error/code").asText()).isEqualTo("model_not_found");
        HttpResponse<byte[]> wrongTask = consumer.post(EMBEDDINGS, hello().replace("all-minilm-l6-v2", "iris"));
        assertThat(wrongTask.statusCode()).isEqualTo(400);

        JsonNode list = Consumer.json(consumer.get("/v1/models"));
        assertThat(list.path("data")).hasSize(2);
        assertThat(list.at("/data/1/id").asText()).isEqualTo("iris");
        assertThat(list.at("/data/1/verigrad/price").asText()).isEqualTo("500");
        JsonNode metadata = Consumer.json(consumer.get("/v2/models/iris"));
        assertThat(metadata.path("platform").asText()).isEqualTo("onnx_onnxv1");
        assertThat(metadata.at("/inputs/0").toString())
                .isEqualTo("{\"name\":\"features\",\"datatype\":\"FP32\",\"shape\":[-1,4]}");
        assertThat(Consumer.json(consumer.get("/v2/models/iris/ready"))
                        .path("ready")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void refusesBodiesThatAreTooLong() throws Exception {
        HttpResponse<byte[]> soft = consumer.post(INFER, " ".repeat(100_001));
        assertThat(soft.statusCode()).isEqualTo(413);
        assertThat(Consumer.json(soft).path("error").asText()).contains("at most 100000 bytes");

        assertThat(firstLineOfAnAnnouncedBody(17 << 20)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    }

    @Test
    void refusesEncodedBodies() throws Exception {
        assertThat(consumer.post(INFER, FLOWER, "Content-Encoding", "gzip").statusCode())
                .isEqualTo(415);
    }

    @Test
    void repeatsNothingOfAMalformedBody() throws Exception {
        HttpResponse<byte[]> response = pay(INFER, "{\"" + SECRET + "\": " + SECRET);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain(SECRET);
    }

    @Test
    void takesNoPaymentForAnAssuranceThatItCannotReach() throws Exception {
        String header = consumer.payment(INFER, FLOWER);

        HttpResponse<byte[]> response =
                consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header, "Verigrad-Min-Assurance", "WEIGHTS_BOUND");

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(payment.calls).isEmpty();
        assertThat(consumer.post(INFER, FLOWER, "Verigrad-Min-Assurance", "0").statusCode())
                .isEqualTo(402);
        assertThat(consumer.post(INFER, FLOWER, "Verigrad-Min-Assurance", "much")
                        .statusCode())
                .isEqualTo(400);
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

    @Test
    void letsBrowsersReadItsHeaders() throws Exception {
        HttpResponse<byte[]> response = consumer.post(INFER, FLOWER, "Origin", "https://example.org");

        assertThat(response.headers().firstValue("access-control-allow-origin")).isPresent();
        assertThat(response.headers().allValues("access-control-expose-headers").toString())
                .contains("PAYMENT-REQUIRED", "PAYMENT-RESPONSE", "Verigrad-Receipt");
    }

    @Test
    void showsItsEvidenceAndIsHealthy() throws Exception {
        JsonNode attestation = Consumer.json(consumer.get("/v1/attestation"));

        assertThat(attestation.path("evidence").asText()).isNotEmpty();
        assertThat(attestation.at("/registration/enclaveKey").asText())
                .isEqualTo(attestation.path("enclaveKey").asText());
        assertThat(attestation.at("/registration/operator").asText()).isEqualTo(Network.OPERATOR.toString());
        assertThat(consumer.get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(consumer.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(Consumer.json(consumer.get("/v2/health/live")).path("live").asBoolean())
                .isTrue();
        assertThat(Consumer.json(consumer.get("/v2")).path("name").asText()).isEqualTo("verigrad-gpu-runner");
    }

    @Test
    void numbersItsReceiptsWithoutGaps() throws Exception {
        long first = Consumer.receipt(pay(INFER, FLOWER)).receipt().sequence();

        assertThat(Consumer.receipt(pay(INFER, FLOWER)).receipt().sequence()).isEqualTo(first + 1);
    }

    /** Announces a body and sends none: the runner must not wait for what it will not read. */
    private String firstLineOfAnAnnouncedBody(int length) throws Exception {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST " + EMBEDDINGS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static String hello() {
        return "{\"model\":\"all-minilm-l6-v2\",\"input\":\"hello " + SECRET + "\"}";
    }

    private HttpResponse<byte[]> pay(String path, String body) throws Exception {
        String payable = path.equals(EMBEDDINGS) ? hello() : FLOWER;
        return consumer.post(path, body, "PAYMENT-SIGNATURE", consumer.payment(path, payable));
    }

    private String refusal(String header) throws Exception {
        HttpResponse<byte[]> response = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);
        assertThat(response.statusCode()).isEqualTo(402);
        return error(response);
    }

    private static String error(HttpResponse<byte[]> response) throws Exception {
        return PaymentHeader.required(
                        response.headers().firstValue("PAYMENT-REQUIRED").orElseThrow())
                .error()
                .orElseThrow();
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

    private String paymentV1(String path, String body) throws Exception {
        PaymentRequirements terms = consumer.offer(path, body).accepts().getFirst();
        JsonNode payload = new Eip3009Signer(consumer.key, Consumer.CLOCK)
                .pay(terms, Optional.empty(), Hash32.of(new byte[32]))
                .payload();
        return PaymentHeader.encode(
                PaymentPayload.v1("exact", Network.CHAIN, payload).toJson());
    }

    private InMemorySink<byte[]> sink() {
        return connector.sink("attested-out");
    }
}
