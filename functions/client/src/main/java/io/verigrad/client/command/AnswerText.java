package io.verigrad.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A model's answer for people: of a long row of numbers the first ones, how many there are and how long the vector is. */
final class AnswerText {
    private static final int MAX_NUMBERS = 16;
    private static final int SHOWN = 3;

    private AnswerText() {}

    /** The answer as a terminal shows it; where it is no JSON, its text without what moves a cursor. */
    static String abridged(Bytes body) {
        JsonNode answer;
        try {
            answer = Json.read(body.toArray(), JsonNode.class);
        } catch (MalformedJsonException _) {
            return new String(body.toArray(), StandardCharsets.UTF_8).replaceAll("[\\p{Cc}\\p{Cf}&&[^\\n\\t]]", "?");
        }
        return abridge(answer).toPrettyString();
    }

    private static JsonNode abridge(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List.copyOf(object.properties()).forEach(member -> object.set(member.getKey(), abridge(member.getValue())));
        } else if (node instanceof ArrayNode array) {
            if (array.size() > MAX_NUMBERS
                    && StreamSupport.stream(array.spliterator(), false).allMatch(JsonNode::isNumber)) {
                return array.textNode(numbers(array));
            }
            for (int i = 0; i < array.size(); i++) {
                array.set(i, abridge(array.get(i)));
            }
        }
        return node;
    }

    private static String numbers(ArrayNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.doubleValue()));
        double norm = Math.sqrt(
                numbers.stream().mapToDouble(number -> number * number).sum());
        return numbers.size() + " numbers: "
                + numbers.stream()
                        .limit(SHOWN)
                        .map(number -> String.format(Locale.ROOT, "%.4f", number))
                        .collect(Collectors.joining(", "))
                + ", ... (Euclidean length " + String.format(Locale.ROOT, "%.4f", norm) + ")";
    }
}
