package io.verigrad.runner.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.api.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What requests of both APIs have in common. Parameters that are not known are refused. */
final class ScoringRequest {
    private ScoringRequest() {}

    static ObjectNode read(byte[] body, Set<String> known) throws InvalidRequestException {
        JsonNode tree;
        try {
            tree = Json.read(body, JsonNode.class);
        } catch (MalformedJsonException e) {
            throw InvalidRequestException.of("malformed_json", "body", "the body is not JSON");
        }
        if (!(tree instanceof ObjectNode request)) {
            throw InvalidRequestException.of("invalid_type", "body", "expected an object");
        }
        for (Map.Entry<String, JsonNode> member : request.properties()) {
            if (!known.contains(member.getKey())) {
                String name = member.getKey()
                        .substring(0, Math.min(40, member.getKey().length()));
                throw InvalidRequestException.of("unsupported_parameter", name, "this parameter is not supported here");
            }
        }
        return request;
    }

    static String text(ObjectNode request, String name) throws InvalidRequestException {
        JsonNode value = request.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw InvalidRequestException.of("invalid_type", name, "expected a text that is not empty");
        }
        return value.textValue();
    }

    /** Texts, or objects whose member {@code text} is one. */
    static List<String> texts(JsonNode array, String name, int most) throws InvalidRequestException {
        if (!array.isArray() || array.isEmpty() || array.size() > most) {
            throw InvalidRequestException.of("invalid_type", name, "expected an array of 1 to " + most + " texts");
        }
        List<String> texts = new ArrayList<>(array.size());
        for (JsonNode one : array) {
            JsonNode text = one.isObject() && one.size() == 1 ? one.path("text") : one;
            if (!text.isTextual() || text.textValue().isEmpty()) {
                throw InvalidRequestException.of("invalid_type", name, "expected texts that are not empty");
            }
            texts.add(text.textValue());
        }
        return texts;
    }
}
