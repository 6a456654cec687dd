package io.verigrad.runner;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequired;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/** Somebody who pays, over HTTP/2: what Java's own client asks for first. */
public final class Consumer {
    public static final Clock CLOCK = Clock.systemUTC();

    private final HttpClient http = HttpClient.newHttpClient();
    private final SecureRandom random = new SecureRandom();
    private final URI base;

    public final PrivateKey key = PrivateKey.generate(random);

    public Consumer(URI base) {
        this.base = base;
    }

    /** A request without payment; {@code headers} alternate names and values. */
    public HttpResponse<byte[]> post(String path, String body, String... headers) throws Exception {
        return http.send(request(path, body, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    public HttpResponse<byte[]> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public HttpRequest request(String path, String body, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return builder.build();
    }

    /** The offer of a 402 answer. */
    public PaymentRequired offer(String path, String body) throws Exception {
        return PaymentHeader.required(
                post(path, body).headers().firstValue("PAYMENT-REQUIRED").orElseThrow());
    }

    /** A header that pays what is asked for, with a random nonce. */
    public String payment(String path, String body) throws Exception {
        byte[] nonce = new byte[32];
        random.nextBytes(nonce);
        return payment(path, body, Hash32.of(nonce));
    }

    public String payment(String path, String body, Hash32 nonce) throws Exception {
        PaymentRequired offer = offer(path, body);
        PaymentPayload payment =
                new Eip3009Signer(key, CLOCK).pay(offer.accepts().getFirst(), Optional.of(offer.resource()), nonce);
        return PaymentHeader.encode(payment.toJson());
    }

    public static SignedReceipt receipt(HttpResponse<byte[]> response) throws Exception {
        String header = response.headers().firstValue("Verigrad-Receipt").orElseThrow();
        return Json.read(Base64.getDecoder().decode(header), SignedReceipt.class);
    }

    public static JsonNode json(HttpResponse<byte[]> response) throws Exception {
        return Json.read(response.body(), JsonNode.class);
    }

    public HttpClient http() {
        return http;
    }
}
