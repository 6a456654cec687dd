package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.value.ChainId;
import java.util.Optional;

/**
 * A signed payment (x402 v2, section 5.2; v1, section 5.2). Reading it proves nothing about it.
 *
 * @param version answers to this payment go by its version
 * @param accepted the terms that the client chose, as it sent them; absent in version 1
 * @param payload what the scheme defines, for example {@link ExactEvmPayload}
 */
public record PaymentPayload(
        ProtocolVersion version,
        String scheme,
        ChainId network,
        Optional<PaymentRequirements> accepted,
        Optional<ResourceInfo> resource,
        JsonNode payload,
        Optional<JsonNode> extensions) {
    public PaymentPayload {
        payload = payload.deepCopy();
        extensions = extensions.map(JsonNode::deepCopy);
        if (accepted.isPresent() != (version == ProtocolVersion.V2)) {
            throw new IllegalArgumentException("accepted terms belong to version 2, found them in " + version);
        }
    }

    public static PaymentPayload v2(
            PaymentRequirements accepted,
            Optional<ResourceInfo> resource,
            JsonNode payload,
            Optional<JsonNode> extensions) {
        return new PaymentPayload(
                ProtocolVersion.V2,
                accepted.scheme(),
                accepted.network(),
                Optional.of(accepted),
                resource,
                payload,
                extensions);
    }

    public static PaymentPayload v1(String scheme, ChainId network, JsonNode payload) {
        return new PaymentPayload(
                ProtocolVersion.V1, scheme, network, Optional.empty(), Optional.empty(), payload, Optional.empty());
    }

    /** Reads either version, which {@code x402Version} tells. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PaymentPayload parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "paymentPayload", Reason.INVALID_PAYLOAD);
        WireJson.check(json, Reason.INVALID_PAYLOAD);
        JsonNode payload = fields.optionalObject("payload")
                .orElseThrow(() -> fields.malformed("payload", "expected an object, found none"));
        return switch (ProtocolVersion.of(fields)) {
            case V1 ->
                v1(fields.text("scheme"), fields.value("network", NetworkName::parse, Reason.INVALID_NETWORK), payload);
            case V2 -> {
                Optional<JsonNode> resource = fields.optionalObject("resource");
                yield v2(
                        PaymentRequirements.parse(fields.required("accepted")),
                        resource.isPresent() ? Optional.of(ResourceInfo.parse(resource.get())) : Optional.empty(),
                        payload,
                        fields.optionalObject("extensions"));
            }
        };
    }

    /** The form of the payment's own version. */
    @JsonValue
    public JsonNode toJson() {
        ObjectNode json = WireJson.object().put("x402Version", version.number());
        resource.ifPresent(value -> json.set("resource", value.toJson()));
        accepted.ifPresentOrElse(
                terms -> json.set("accepted", terms.toJson()),
                () -> json.put("scheme", scheme)
                        .put("network", NetworkName.of(network).orElseThrow()));
        json.set("payload", payload.deepCopy());
        extensions.ifPresent(value -> json.set("extensions", value.deepCopy()));
        return json;
    }

    /** Without the payload, which holds a signature, and without what clients put beside it. */
    @Override
    public String toString() {
        return "PaymentPayload[" + version + ", " + scheme + ", " + network + ']';
    }
}
