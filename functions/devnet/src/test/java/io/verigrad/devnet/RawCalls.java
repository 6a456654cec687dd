package io.verigrad.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Calls of a runner, header by header, so that a test can spoil each. */
record RawCalls(URI runner, HttpClient http) {
    static final String INFER = "/v2/models/iris/infer";
    static final String SETOSA =
            "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[5.1,3.5,1.4,0.2]}]}";
    static final String VIRGINICA =
            "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[6.3,3.3,6.0,2.5]}]}";

    static RawCalls to(ServiceProcess runner) {
        return new RawCalls(runner.url(), HttpClient.newHttpClient());
    }

    HttpResponse<byte[]> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return http.send(request(path, body, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpRequest request(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(runner.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    HttpResponse<byte[]> paid(String path, String body, String header) throws IOException, InterruptedException {
        return post(path, body, "PAYMENT-SIGNATURE", header);
    }

    /** The offer of a 402. */
    PaymentRequirements offer(String path, String body) throws Exception {
        HttpResponse<byte[]> answer = post(path, body);
        PaymentRequired required = PaymentHeader.required(
                answer.headers().firstValue("PAYMENT-REQUIRED").orElse(""));
        return required.accepts().getFirst();
    }

    static PaymentPayload pay(PaymentRequirements terms, PrivateKey payer) {
        return new Eip3009Signer(payer, Clock.systemUTC()).pay(terms, Optional.empty(), freshNonce());
    }

    static String header(PaymentPayload payment) {
        return PaymentHeader.encode(payment.toJson());
    }

    /** A fresh, good payment header for a call. */
    String payment(String path, String body, PrivateKey payer) throws Exception {
        return header(pay(offer(path, body), payer));
    }

    /** The receipt of a call that was paid and answered. */
    SignedReceipt answered(PrivateKey payer) throws Exception {
        HttpResponse<byte[]> answer = paid(INFER, SETOSA, payment(INFER, SETOSA, payer));
        if (answer.statusCode() != 200) {
            throw new AssertionError("expected an answer, found " + answer.statusCode() + " "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return receipt(answer);
    }

    /** The payment with the terms that it repeats changed after signing. */
    static String header(PaymentPayload payment, String member, String value) {
        ObjectNode changed = payment.toJson().deepCopy();
        ((ObjectNode) changed.get("accepted")).put(member, value);
        return PaymentHeader.encode(changed);
    }

    static Hash32 paymentId(PaymentPayload payment, PaymentRequirements terms) throws Exception {
        JsonNode authorization = payment.payload().get("authorization");
        return PaymentId.eip3009(
                new ChainId(84532),
                terms.asset(),
                io.verigrad.value.Address.parse(authorization.get("from").asText()),
                Hash32.parse(authorization.get("nonce").asText()));
    }

    static SignedReceipt receipt(HttpResponse<byte[]> answer) throws Exception {
        return ReceiptCodec.fromHeader(
                answer.headers().firstValue("Verigrad-Receipt").orElseThrow());
    }

    /** Why a 402 refused a payment. */
    static String reason(HttpResponse<byte[]> answer) throws Exception {
        return PaymentHeader.required(
                        answer.headers().firstValue("PAYMENT-REQUIRED").orElse(""))
                .error()
                .orElse("");
    }

    static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        return Json.mapper().readTree(new String(answer.body(), StandardCharsets.UTF_8));
    }

    static Hash32 freshNonce() {
        byte[] nonce = new byte[32];
        new SecureRandom().nextBytes(nonce);
        return Hash32.of(nonce);
    }
}
