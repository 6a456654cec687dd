package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import java.util.List;
import java.util.Map;

/** What a GET on an endpoint of the facilitator answers to people who look around. */
record EndpointDescription(
        String endpoint, String method, String description, Map<String, String> body, List<String> x402Versions) {
    static JsonNode of(String endpoint, String description) {
        return Json.tree(new EndpointDescription(
                endpoint,
                "POST",
                description,
                Map.of(
                        "x402Version", "1 or 2",
                        "paymentPayload", "the decoded PAYMENT-SIGNATURE or X-PAYMENT header",
                        "paymentRequirements", "the terms that the payment must fulfil"),
                List.of("1", "2")));
    }
}
