package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What is paid for (x402 v2, section 5.1). Servers do not compare it with anything: it describes. */
public record ResourceInfo(String url, Optional<String> description, Optional<String> mimeType) {
    public static ResourceInfo of(String url, String description, String mimeType) {
        return new ResourceInfo(url, Optional.of(description), Optional.of(mimeType));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ResourceInfo parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "resource", Reason.INVALID_PAYLOAD);
        return new ResourceInfo(
                fields.text("url"), fields.optionalText("description"), fields.optionalText("mimeType"));
    }

    @JsonValue
    public JsonNode toJson() {
        ObjectNode json = WireJson.object().put("url", url);
        description.ifPresent(text -> json.put("description", text));
        mimeType.ifPresent(text -> json.put("mimeType", text));
        return json;
    }
}
