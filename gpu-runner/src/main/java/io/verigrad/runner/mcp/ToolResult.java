package io.verigrad.runner.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkiverse.mcp.server.MetaKey;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolResponse;
import io.verigrad.json.Json;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.paid.PaidResponse;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.ProtocolVersion;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Results of tools (x402 v2, MCP transport): what is to be paid is an error whose structured content is the
 * {@code PaymentRequired}; what was paid has the settlement and our receipt in {@code _meta}. The text is the very body
 * that the receipt hashes.
 */
final class ToolResult {
    /** Where a client puts its payment. */
    static final String PAYMENT = "x402/payment";

    private static final Map<String, MetaKey> META = Map.of(
            ProtocolVersion.V2.responseHeader(),
            MetaKey.from("x402/payment-response"),
            "Verigrad-Receipt",
            MetaKey.from("verigrad/receipt"));
    private static final MetaKey ASSURANCE = MetaKey.from("verigrad/assurance");

    private ToolResult() {}

    static ToolResponse of(PaidResponse response) {
        Map<String, String> headers = response.headers();
        Map<MetaKey, Object> meta = new HashMap<>();
        META.forEach((header, key) -> {
            String value = headers.get(header);
            if (value != null) {
                meta.put(key, object(decode(value)));
            }
        });
        String assurance = headers.get("Verigrad-Assurance");
        if (assurance != null) {
            meta.put(ASSURANCE, assurance);
        }
        String required = headers.get(ProtocolVersion.PAYMENT_REQUIRED);
        String text = required == null
                ? new String(response.body(), StandardCharsets.UTF_8)
                : new String(Json.write(decode(required)), StandardCharsets.UTF_8);
        return result(response.status() >= 400, text, meta);
    }

    /** Nothing was asked to be paid. */
    static ToolResponse refused(Problem problem) {
        JsonNode error = Json.mapper()
                .createObjectNode()
                .set(
                        "error",
                        Json.mapper()
                                .createObjectNode()
                                .put("status", problem.status())
                                .put("code", problem.code())
                                .put("message", problem.message()));
        return result(true, new String(Json.write(error), StandardCharsets.UTF_8), Map.of());
    }

    private static ToolResponse result(boolean error, String json, Map<MetaKey, Object> meta) {
        return new ToolResponse(error, List.of(new TextContent(json)), new JsonObject(json), meta);
    }

    private static JsonObject object(JsonNode json) {
        return new JsonObject(new String(Json.write(json), StandardCharsets.UTF_8));
    }

    private static JsonNode decode(String header) {
        try {
            return PaymentHeader.decode(header);
        } catch (PaymentFormatException e) {
            throw new IllegalStateException("a header of ours cannot be read", e);
        }
    }
}
