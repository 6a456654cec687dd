package io.verigrad.packaging.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The schema of one kind of Kubernetes object. An object with a member that the schema does not name is refused. */
record Schema(JsonNode root) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode NONE = JSON.createObjectNode();

    static Schema of(String apiVersion, String kind) throws IOException {
        String name = apiVersion.replace('/', '_') + "_" + kind + ".json";
        try (InputStream in = Schema.class.getResourceAsStream("/io/verigrad/packaging/kinds/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "expected a schema of " + kind + " of " + apiVersion + ", found none");
            }
            return new Schema(JSON.readTree(in));
        }
    }

    /** What is wrong with an object, with its place. */
    List<String> problems(JsonNode object) {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            switch (member.getKey()) {
                case "apiVersion", "kind" -> {}
                case "metadata" -> metadata(member.getValue(), problems);
                default -> {
                    JsonNode schema = root.path("properties").path(member.getKey());
                    if (schema.isMissingNode()) {
                        problems.add(member.getKey() + ": unknown");
                    } else {
                        check(schema, member.getValue(), member.getKey(), problems);
                    }
                }
            }
        }
        return problems;
    }

    private static void metadata(JsonNode metadata, List<String> problems) {
        if (!metadata.path("name").asText().matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            problems.add("metadata.name: not a name of DNS");
        }
        for (String map : List.of("labels", "annotations")) {
            metadata.path(map).properties().forEach(entry -> {
                if (!entry.getValue().isTextual()) {
                    problems.add("metadata." + map + "." + entry.getKey() + ": expected text, found "
                            + entry.getValue().getNodeType());
                }
            });
        }
    }

    private static void check(JsonNode schema, JsonNode value, String place, List<String> problems) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            expect(value.isTextual() || value.isIntegralNumber(), "text or a number", value, place, problems);
            return;
        }
        switch (schema.path("type").asText()) {
            case "object" -> object(schema, value, place, problems);
            case "array" -> {
                expect(value.isArray(), "a list", value, place, problems);
                for (int i = 0; i < value.size(); i++) {
                    check(schema.path("items"), value.get(i), place + "[" + i + "]", problems);
                }
            }
            case "string" -> {
                expect(value.isTextual(), "text", value, place, problems);
                if (schema.has("enum")) {
                    boolean known = schema.path("enum").valueStream().anyMatch(value::equals);
                    expect(known, "one of " + schema.path("enum"), value, place, problems);
                }
                if (schema.has("pattern")) {
                    boolean matches =
                            value.asText().matches(schema.path("pattern").asText());
                    expect(matches, schema.path("pattern").asText(), value, place, problems);
                }
            }
            case "integer" -> expect(value.isIntegralNumber(), "a whole number", value, place, problems);
            case "number" -> expect(value.isNumber(), "a number", value, place, problems);
            case "boolean" -> expect(value.isBoolean(), "true or false", value, place, problems);
            default -> {}
        }
    }

    private static void object(JsonNode schema, JsonNode value, String place, List<String> problems) {
        expect(value.isObject(), "members", value, place, problems);
        JsonNode properties = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String inner = place + "." + member.getKey();
            JsonNode known = properties.path(member.getKey());
            if (!known.isMissingNode()) {
                check(known, member.getValue(), inner, problems);
            } else if (others.isObject() && !others.equals(NONE)) {
                check(others, member.getValue(), inner, problems);
            } else if (!open) {
                problems.add(inner + ": unknown");
            }
        }
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                problems.add(place + "." + required.asText() + ": missing");
            }
        }
    }

    private static void expect(boolean holds, String what, JsonNode found, String place, List<String> problems) {
        if (!holds) {
            problems.add(place + ": expected " + what + ", found " + found);
        }
    }
}
