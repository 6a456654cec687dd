package io.verigrad.devnet.chaos;

import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.client.receipt.ReceiptFormatException;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.PaymentId;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Pays for one small call as a patient consumer does: what was cut off is asked for again, with the same payment. */
final class Caller implements AutoCloseable {
    private static final ChainId CHAIN = new ChainId(84532);
    private static final String BODY =
            "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[5.1,3.5,1.4,0.2]}]}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TRIES = 3;

    private final URI url;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();

    Caller(URI runner) {
        this.url = runner.resolve("/v2/models/iris/infer");
    }

    /** Pays and calls; empty if not even an offer could be had, so that nothing was signed. */
    Optional<Attempt> call(PrivateKey payer) throws InterruptedException {
        PaymentRequirements terms;
        try {
            HttpResponse<byte[]> offer = post(Optional.empty());
            Optional<String> header = offer.headers().firstValue("PAYMENT-REQUIRED");
            if (offer.statusCode() != 402 || header.isEmpty()) {
                return Optional.empty();
            }
            terms = PaymentHeader.required(header.get()).accepts().getFirst();
        } catch (IOException | PaymentFormatException noOffer) {
            return Optional.empty();
        }
        PaymentPayload payment = new Eip3009Signer(payer, clock).pay(terms, Optional.empty(), nonce());
        return Optional.of(pay(payment, paymentId(payment, terms)));
    }

    @Override
    public void close() {
        http.close();
    }

    private Attempt pay(PaymentPayload payment, Hash32 paymentId) throws InterruptedException {
        Optional<String> header = Optional.of(PaymentHeader.encode(payment.toJson()));
        for (int i = 0; i < TRIES; i++) {
            try {
                HttpResponse<byte[]> answer = post(header);
                Optional<String> receipt = answer.headers().firstValue("Verigrad-Receipt");
                if (answer.statusCode() == 200 && receipt.isPresent()) {
                    return new Attempt.Answered(paymentId, ReceiptCodec.fromHeader(receipt.get()), clock.instant());
                }
                // What an earlier try of ours began may have gone through: a refusal of the repetition says nothing.
                return i == 0 ? new Attempt.Refused(paymentId, answer.statusCode()) : new Attempt.Cut(paymentId);
            } catch (IOException cut) {
                Thread.sleep(500);
            } catch (ReceiptFormatException e) {
                throw new IllegalStateException("a runner gave what is no receipt", e);
            }
        }
        return new Attempt.Cut(paymentId);
    }

    private HttpResponse<byte[]> post(Optional<String> payment) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY));
        payment.ifPresent(header -> request.header("PAYMENT-SIGNATURE", header));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private Hash32 nonce() {
        byte[] nonce = new byte[32];
        random.nextBytes(nonce);
        return Hash32.of(nonce);
    }

    private static Hash32 paymentId(PaymentPayload payment, PaymentRequirements terms) {
        var authorization = payment.payload().get("authorization");
        return PaymentId.eip3009(
                CHAIN,
                terms.asset(),
                Address.parse(authorization.get("from").asText()),
                Hash32.parse(authorization.get("nonce").asText()));
    }
}
