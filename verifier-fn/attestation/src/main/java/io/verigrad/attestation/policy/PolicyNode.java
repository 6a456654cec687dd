package io.verigrad.attestation.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A place in a policy file that notes what is wrong there and goes on with a stand-in. */
record PolicyNode(String path, JsonNode node, List<String> problems) {
    void problem(String member, String text) {
        problems.add(path + (member.isEmpty() ? "" : "." + member) + ": " + text);
    }

    /** Notes {@code text} unless {@code holds}; returns {@code holds}. */
    boolean accepts(boolean holds, String text) {
        if (!holds) {
            problem("", text);
        }
        return holds;
    }

    void allowOnly(Set<String> names) {
        // An unknown key is a misspelt one: ignoring it would drop a rule that somebody believes in.
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                problem(
                        name,
                        "unknown key, expected one of "
                                + names.stream().sorted().toList());
            }
        });
    }

    String text(String member, String pattern) {
        JsonNode value = node.path(member);
        if (!value.isTextual() || !value.textValue().matches(pattern)) {
            problem(member, "expected text of the form " + pattern + found(value));
            return "";
        }
        return value.textValue();
    }

    Optional<Integer> integer(String member) {
        JsonNode value = node.path(member);
        return value.isInt() ? Optional.of(value.intValue()) : Optional.empty();
    }

    /** A number that must be there. */
    int number(String member, int min, int max) {
        int found = integer(member).orElse(-1);
        if (found < min || found > max) {
            problem(member, "expected a number of " + min + " to " + max + found(node.path(member)));
            return min;
        }
        return found;
    }

    boolean flag(String member) {
        JsonNode value = node.path(member);
        if (!value.isBoolean()) {
            problem(member, "expected true or false" + found(value));
        }
        return value.asBoolean(false);
    }

    Duration duration(String member, Duration max) {
        Optional<Duration> duration = value(member, Duration::parse, "a duration such as PT5M");
        if (duration.filter(d -> d.isNegative() || d.compareTo(max) > 0).isPresent()) {
            problem(member, "expected PT0S to " + max + ", found " + duration.get());
        }
        return duration.orElse(Duration.ZERO);
    }

    <T> Optional<T> value(String member, Function<String, T> parser, String expected) {
        return child("." + member, node.path(member)).self(parser, expected);
    }

    <T> Optional<T> self(Function<String, T> parser, String expected) {
        if (node.isTextual()) {
            try {
                return Optional.of(parser.apply(node.textValue()));
            } catch (IllegalArgumentException | DateTimeException unreadable) {
                // Reported below, like a value of another type.
            }
        }
        problem("", "expected " + expected + found(node));
        return Optional.empty();
    }

    /** Items of a list that may be left out, though not left empty. */
    List<PolicyNode> optionalItems(String member) {
        return node.path(member).isMissingNode() ? List.of() : items(member);
    }

    List<PolicyNode> items(String member) {
        JsonNode value = node.path(member);
        if (!value.isArray() || value.isEmpty()) {
            problem(member, "expected a list of one or more" + found(value));
            return List.of();
        }
        List<PolicyNode> items = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            items.add(child("." + member + "[" + i + "]", value.get(i)));
        }
        return items;
    }

    Map<String, PolicyNode> members(String member) {
        JsonNode value = node.path(member);
        if (!value.isObject() || value.isEmpty()) {
            problem(member, "expected a mapping of one or more keys" + found(value));
            return Map.of();
        }
        Map<String, PolicyNode> members = new LinkedHashMap<>();
        value.properties().forEach(e -> members.put(e.getKey(), child("." + member + "." + e.getKey(), e.getValue())));
        return members;
    }

    /** A member that is a mapping with keys of its own. */
    PolicyNode child(String member) {
        return child("." + member, node.path(member));
    }

    private PolicyNode child(String step, JsonNode child) {
        return new PolicyNode(path + step, child, problems);
    }

    private static String found(JsonNode value) {
        if (value instanceof MissingNode) {
            return ", found nothing";
        }
        String text = value.toString();
        return ", found " + (text.length() <= 80 ? text : text.substring(0, 80) + "...");
    }
}
