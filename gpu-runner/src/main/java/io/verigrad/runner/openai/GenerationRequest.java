package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.generation.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** What requests for chats and for completions have in common. Parameters that have no effect here are refused. */
final class GenerationRequest {
    private static final Set<String> COMMON = Set.of(
            "model",
            "max_tokens",
            "temperature",
            "top_p",
            "top_k",
            "seed",
            "stop",
            "n",
            "stream",
            "stream_options",
            "user");
    private static final int MAX_STOPS = 4;
    private static final int MAX_STOP = 200;

    private GenerationRequest() {}

    /** The body, if it has only members that are known. */
    static ObjectNode read(byte[] body, Set<String> own) throws InvalidRequestException {
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
            String name = member.getKey();
            if (!COMMON.contains(name) && !own.contains(name)) {
                throw InvalidRequestException.of(
                        "unsupported_parameter",
                        name.substring(0, Math.min(40, name.length())),
                        "this parameter is not supported here");
            }
        }
        if (!request.path("model").isTextual()) {
            throw InvalidRequestException.of("invalid_type", "model", "expected the name of a model");
        }
        if (!absent(request, "n")
                && !(request.path("n").isInt() && request.path("n").asInt() == 1)) {
            throw InvalidRequestException.of("unsupported_parameter", "n", "expected 1: a call makes one answer");
        }
        requireStream(request);
        return request;
    }

    /** Whether the answer is to be a stream. */
    static boolean streams(ObjectNode request) {
        return request.path("stream").asBoolean(false);
    }

    /** Whether the usage is to be told in a stream. */
    static boolean wantsUsage(ObjectNode request) {
        return request.path("stream_options").path("include_usage").asBoolean(false);
    }

    private static void requireStream(ObjectNode request) throws InvalidRequestException {
        if (!absent(request, "stream") && !request.path("stream").isBoolean()) {
            throw InvalidRequestException.of("invalid_type", "stream", "expected true or false");
        }
        if (absent(request, "stream_options")) {
            return;
        }
        JsonNode options = request.path("stream_options");
        boolean known = options.isObject()
                && options.properties().stream()
                        .allMatch(option -> option.getKey().equals("include_usage")
                                && option.getValue().isBoolean());
        if (!known || !streams(request)) {
            throw InvalidRequestException.of(
                    "invalid_value", "stream_options", "expected include_usage alone, and only with stream");
        }
    }

    /**
     * How to sample.
     *
     * @param most the most tokens of an answer, and the number if the request names none
     * @param seeds used where the request has no seed; the answer tells it
     */
    static Sampling sampling(ObjectNode request, String maxTokens, int most, LongSupplier seeds)
            throws InvalidRequestException {
        return new Sampling(
                number(request, "temperature", 0, 2, 1),
                topP(request),
                (int) integer(request, "top_k", 0, Integer.MAX_VALUE, 0),
                absent(request, "seed")
                        ? seeds.getAsLong()
                        : integer(request, "seed", Long.MIN_VALUE, Long.MAX_VALUE, 0),
                (int) integer(request, maxTokens, 1, most, most),
                stop(request.path("stop")));
    }

    static boolean absent(JsonNode request, String name) {
        return request.path(name).isMissingNode() || request.path(name).isNull();
    }

    private static double topP(ObjectNode request) throws InvalidRequestException {
        double value = number(request, "top_p", 0, 1, 1);
        if (value == 0) {
            throw InvalidRequestException.of("invalid_value", "top_p", "expected a number above 0 and up to 1");
        }
        return value;
    }

    private static double number(ObjectNode request, String name, double least, double most, double otherwise)
            throws InvalidRequestException {
        if (absent(request, name)) {
            return otherwise;
        }
        JsonNode value = request.path(name);
        if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
            throw InvalidRequestException.of("invalid_value", name, "expected a number from " + least + " to " + most);
        }
        return value.asDouble();
    }

    private static long integer(ObjectNode request, String name, long least, long most, long otherwise)
            throws InvalidRequestException {
        if (absent(request, name)) {
            return otherwise;
        }
        JsonNode value = request.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            throw InvalidRequestException.of(
                    "invalid_value", name, "expected an integer from " + least + " to " + most);
        }
        return value.asLong();
    }

    private static List<String> stop(JsonNode stop) throws InvalidRequestException {
        if (stop.isMissingNode() || stop.isNull()) {
            return List.of();
        }
        List<String> stops = new ArrayList<>();
        for (JsonNode one : stop.isArray() ? stop : List.of(stop)) {
            String text = one.asText();
            if (!one.isTextual() || text.isEmpty() || text.length() > MAX_STOP || stops.size() == MAX_STOPS) {
                throw InvalidRequestException.of(
                        "invalid_value",
                        "stop",
                        "expected up to " + MAX_STOPS + " texts of 1 to " + MAX_STOP + " characters");
            }
            stops.add(text);
        }
        return stops;
    }
}
