package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The body of {@code POST /verify} and of {@code POST /settle} (x402 v2, section 7). Either version becomes the same. */
public record FacilitatorRequest(PaymentPayload paymentPayload, PaymentRequirements paymentRequirements) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static FacilitatorRequest parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "request", Reason.INVALID_PAYLOAD);
        PaymentPayload payment = PaymentPayload.parse(fields.required("paymentPayload"));
        if (fields.optional("x402Version").isPresent() && ProtocolVersion.of(fields) != payment.version()) {
            throw new PaymentFormatException(
                    Reason.INVALID_X402_VERSION, "x402Version: expected that of paymentPayload, found another");
        }
        JsonNode terms = fields.required("paymentRequirements");
        return new FacilitatorRequest(
                payment,
                switch (payment.version()) {
                    case V1 -> PaymentRequirements.parseV1(terms);
                    case V2 -> PaymentRequirements.parse(terms);
                });
    }

    /** The form of version 2. */
    @JsonValue
    public JsonNode toJson() {
        if (paymentPayload.version() != ProtocolVersion.V2) {
            throw new IllegalStateException("only requests of version 2 are written");
        }
        ObjectNode json = WireJson.object().put("x402Version", 2);
        json.set("paymentPayload", paymentPayload.toJson());
        json.set("paymentRequirements", paymentRequirements.toJson());
        return json;
    }
}
