package io.verigrad.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a payment stands, as payment-fn tells it.
 *
 * @param transaction the settling transaction, once it was broadcast
 */
public record PaymentStatus(String state, Optional<Hash32> transaction, Optional<String> reason) {
    /** Whether nothing more happens to the payment. */
    public boolean isFinal() {
        return state.equals("SETTLED") || state.equals("RELEASED");
    }

    /** Asks payment-fn at {@code url}. */
    public static PaymentStatus of(URI url, Hash32 paymentId) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/status"))
                    .timeout(Duration.ofSeconds(10))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(Map.of("paymentId", paymentId))))
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("payment-fn answered " + answer.statusCode() + " when asked for a payment");
            }
            JsonNode status = Json.mapper().readTree(answer.body());
            return new PaymentStatus(
                    status.path("state").asText("UNKNOWN"),
                    text(status, "transaction").map(Hash32::parse),
                    text(status, "reason"));
        }
    }

    private static Optional<String> text(JsonNode status, String member) {
        return status.path(member).isTextual() ? Optional.of(status.path(member).asText()) : Optional.empty();
    }
}
