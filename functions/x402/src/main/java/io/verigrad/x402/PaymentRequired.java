package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.receipt.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The offer of a 402 answer (x402 v2, section 5.1): version 2 puts it into the header {@code PAYMENT-REQUIRED}, version 1
 * into the body.
 *
 * @param accepts the ways to pay, at least one, the preferred one first
 */
public record PaymentRequired(
        Optional<String> error,
        ResourceInfo resource,
        List<PaymentRequirements> accepts,
        Optional<JsonNode> extensions) {
    public PaymentRequired {
        accepts = List.copyOf(accepts);
        extensions = extensions.map(JsonNode::deepCopy);
        if (accepts.isEmpty()) {
            throw new IllegalArgumentException("expected at least one way to pay");
        }
    }

    /** Reads the form of version 2. Offers on chains that are not EVM are left out; if none remains it is malformed. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PaymentRequired parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "paymentRequired", Reason.INVALID_PAYMENT_REQUIREMENTS);
        WireJson.check(json, Reason.INVALID_PAYMENT_REQUIREMENTS);
        if (ProtocolVersion.of(fields) != ProtocolVersion.V2) {
            throw new PaymentFormatException(Reason.INVALID_X402_VERSION, "x402Version: expected 2, found 1");
        }
        List<PaymentRequirements> accepts = new ArrayList<>();
        JsonNode offered = fields.required("accepts");
        if (!offered.isArray()) {
            throw fields.malformed("accepts", "expected an array, found " + offered.getNodeType());
        }
        for (JsonNode terms : offered) {
            if (terms.path("network").asText().startsWith("eip155:")) {
                accepts.add(PaymentRequirements.parse(terms));
            }
        }
        if (accepts.isEmpty()) {
            throw fields.malformed("accepts", "expected at least one way to pay on an EVM chain");
        }
        return new PaymentRequired(
                fields.optionalText("error"),
                ResourceInfo.parse(fields.required("resource")),
                accepts,
                fields.optionalObject("extensions"));
    }

    public static PaymentRequired of(ResourceInfo resource, List<PaymentRequirements> accepts) {
        return new PaymentRequired(Optional.empty(), resource, accepts, Optional.empty());
    }

    /** The same offer with what was wrong with the payment that came. */
    public PaymentRequired withError(String reason) {
        return new PaymentRequired(Optional.of(reason), resource, accepts, extensions);
    }

    /** The same offer with extensions. */
    public PaymentRequired withExtensions(JsonNode more) {
        return new PaymentRequired(error, resource, accepts, Optional.of(more));
    }

    /** The form of version 2. */
    @JsonValue
    public JsonNode toJson() {
        ObjectNode json = WireJson.object().put("x402Version", 2);
        error.ifPresent(text -> json.put("error", text));
        json.set("resource", resource.toJson());
        ArrayNode array = json.putArray("accepts");
        accepts.forEach(terms -> array.add(terms.toJson()));
        extensions.ifPresent(value -> json.set("extensions", value.deepCopy()));
        return json;
    }

    /**
     * The body of version 1; it holds those offers whose chain version 1 can name and that are by EIP-3009: its clients
     * know nothing else, and read none of several offers if one of them is unknown.
     */
    public ObjectNode toV1Json() {
        ObjectNode json = WireJson.object().put("x402Version", 1).put("error", error.orElse("Payment required"));
        ArrayNode array = json.putArray("accepts");
        accepts.stream()
                .filter(terms -> EvmSchemes.of(terms)
                        .filter(Scheme.EXACT_EIP3009::equals)
                        .isPresent())
                .forEach(terms -> terms.toV1Json(resource).ifPresent(array::add));
        return json;
    }
}
