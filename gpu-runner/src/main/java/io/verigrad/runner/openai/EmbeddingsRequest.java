package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.api.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request for embeddings (OpenAI API reference, "Create embeddings"). Parameters without effect on these models are
 * refused, except {@code user}, which has none on any.
 */
record EmbeddingsRequest(String model, List<String> input, Encoding encoding) {
    private static final Set<String> KNOWN = Set.of("model", "input", "encoding_format", "user");

    EmbeddingsRequest {
        input = List.copyOf(input);
    }

    /** How vectors are written. */
    enum Encoding {
        /** An array of numbers. */
        FLOAT,
        /** The base64 of 32-bit floats, little-endian: what OpenAI's own clients ask for. */
        BASE64
    }

    /** Reads a request; whether the model exists is not looked at. */
    static EmbeddingsRequest read(byte[] body, int maxTexts) throws InvalidRequestException {
        JsonNode tree;
        try {
            tree = Json.read(body, JsonNode.class);
        } catch (MalformedJsonException e) {
            throw InvalidRequestException.of("malformed_json", "body", "the body is not JSON");
        }
        if (!tree.isObject()) {
            throw InvalidRequestException.of("invalid_type", "body", "expected an object");
        }
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            if (!KNOWN.contains(member.getKey())) {
                String name = member.getKey()
                        .substring(0, Math.min(40, member.getKey().length()));
                throw InvalidRequestException.of("unsupported_parameter", name, "this parameter is not supported here");
            }
        }
        JsonNode model = tree.path("model");
        if (!model.isTextual()) {
            throw InvalidRequestException.of("invalid_type", "model", "expected the name of a model");
        }
        return new EmbeddingsRequest(
                model.textValue(), input(tree.path("input"), maxTexts), encoding(tree.path("encoding_format")));
    }

    private static List<String> input(JsonNode input, int maxTexts) throws InvalidRequestException {
        if (input.isTextual()) {
            return List.of(nonEmpty(input));
        }
        if (!input.isArray() || input.isEmpty() || input.size() > maxTexts) {
            throw InvalidRequestException.of(
                    "invalid_type", "input", "expected a text or an array of 1 to " + maxTexts + " texts");
        }
        List<String> texts = new ArrayList<>(input.size());
        for (JsonNode text : input) {
            texts.add(nonEmpty(text));
        }
        return texts;
    }

    private static String nonEmpty(JsonNode text) throws InvalidRequestException {
        if (!text.isTextual() || text.textValue().isEmpty()) {
            throw InvalidRequestException.of(
                    "invalid_type", "input", "expected texts that are not empty; arrays of tokens are not supported");
        }
        return text.textValue();
    }

    private static Encoding encoding(JsonNode format) throws InvalidRequestException {
        if (format.isMissingNode()) {
            return Encoding.FLOAT;
        }
        return switch (format.asText()) {
            case "float" -> Encoding.FLOAT;
            case "base64" -> Encoding.BASE64;
            default -> throw InvalidRequestException.of("invalid_value", "encoding_format", "expected float or base64");
        };
    }
}
