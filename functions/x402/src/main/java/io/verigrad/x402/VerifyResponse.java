package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.value.Address;
import java.util.Optional;

/**
 * The answer to {@code POST /verify} (x402 v2, section 7.1).
 *
 * @param extra for {@code batch-settlement} the state of the channel
 */
public record VerifyResponse(
        boolean isValid,
        Optional<String> invalidReason,
        Optional<String> invalidMessage,
        Optional<Address> payer,
        Optional<JsonNode> extra) {
    public VerifyResponse {
        extra = extra.map(JsonNode::deepCopy);
    }

    public static VerifyResponse valid(Address payer) {
        return new VerifyResponse(true, Optional.empty(), Optional.empty(), Optional.of(payer), Optional.empty());
    }

    public static VerifyResponse invalid(String reason, String message, Optional<Address> payer) {
        return new VerifyResponse(false, Optional.of(reason), Optional.of(message), payer, Optional.empty());
    }

    /** The same with what the scheme adds. */
    public VerifyResponse withExtra(JsonNode added) {
        return new VerifyResponse(isValid, invalidReason, invalidMessage, payer, Optional.of(added));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static VerifyResponse parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "response", Reason.UNEXPECTED_VERIFY_ERROR);
        return new VerifyResponse(
                fields.bool("isValid"),
                fields.optionalText("invalidReason"),
                fields.optionalText("invalidMessage"),
                fields.optional("payer").isPresent()
                        ? Optional.of(fields.value("payer", Address::parse))
                        : Optional.empty(),
                fields.optionalObject("extra"));
    }

    @JsonValue
    public JsonNode toJson() {
        ObjectNode json = WireJson.object().put("isValid", isValid);
        invalidReason.ifPresent(text -> json.put("invalidReason", text));
        invalidMessage.ifPresent(text -> json.put("invalidMessage", text));
        payer.ifPresent(address -> json.put("payer", address.toString()));
        extra.ifPresent(value -> json.set("extra", value.deepCopy()));
        return json;
    }
}
