package io.verigrad.runner.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.value.Hash32;
import java.util.Map;
import java.util.Set;

/**
 * A request as it goes to the upstream. Parameters that nobody here knows are refused: they could cost more than the price,
 * or mean something that the receipt does not say.
 *
 * @param parameters what the parameters hash covers: everything that was sent but content and model
 */
record ForwardRequest(Function function, boolean stream, ObjectNode json, ObjectNode parameters) {
    private static final Set<String> OURS = Set.of("model", "user", "stream", "stream_options");

    static ForwardRequest of(Function function, byte[] body, ClosedModel model) throws InvalidRequestException {
        ObjectNode given;
        try {
            given = Json.read(body, ObjectNode.class);
        } catch (MalformedJsonException e) {
            throw InvalidRequestException.of("malformed_json", "body", "the body is not a JSON object");
        }
        boolean stream = given.path("stream").asBoolean();
        if (stream && function == Function.EMBEDDING) {
            throw InvalidRequestException.of("unsupported_parameter", "stream", "embeddings are no stream");
        }
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("model", model.upstreamModel());
        ObjectNode parameters = Json.mapper().createObjectNode();
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            String name = member.getKey();
            if (!function.knows(name) && !OURS.contains(name)) {
                throw InvalidRequestException.of(
                        "unsupported_parameter",
                        name.substring(0, Math.min(40, name.length())),
                        "this parameter is not supported here");
            }
            if (function.knows(name) && !member.getValue().isNull()) {
                json.set(name, member.getValue());
                if (!function.isContent(name)) {
                    parameters.set(name, member.getValue());
                }
            }
        }
        requireOneAnswer(given);
        bound(function, json, parameters, model.maxTokens());
        if (stream) {
            json.put("stream", true);
            // The receipt signs what the upstream counted.
            json.putObject("stream_options").put("include_usage", true);
        }
        return new ForwardRequest(function, stream, json, parameters);
    }

    /** One price, one answer. */
    private static void requireOneAnswer(ObjectNode given) throws InvalidRequestException {
        JsonNode count = given.path("n");
        if (!count.isMissingNode() && !count.isNull() && !(count.isInt() && count.intValue() == 1)) {
            throw InvalidRequestException.of("invalid_value", "n", "expected 1");
        }
    }

    /** An answer without bound would have a price without bound. */
    private static void bound(Function function, ObjectNode json, ObjectNode parameters, int most)
            throws InvalidRequestException {
        if (function.limit().isEmpty()) {
            return;
        }
        boolean bounded = false;
        for (String name : Set.of("max_tokens", "max_completion_tokens")) {
            JsonNode value = json.path(name);
            if (value.isMissingNode()) {
                continue;
            }
            if (!value.isInt() || value.intValue() < 1 || value.intValue() > most) {
                throw InvalidRequestException.of("invalid_value", name, "expected a number of 1 to " + most);
            }
            bounded = true;
        }
        if (!bounded) {
            json.put(function.limit(), most);
            parameters.put(function.limit(), most);
        }
    }

    byte[] bytes() {
        return Json.write(json);
    }

    Hash32 parametersHash() {
        return CanonicalJson.digest(Map.of("numericsClass", "upstream", "parameters", parameters));
    }
}
