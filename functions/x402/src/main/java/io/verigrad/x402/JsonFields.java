package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The members of one JSON object, with their place in it for messages. Null counts as absent. */
final class JsonFields {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,80}");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,64}");

    private final JsonNode object;
    private final String path;
    private final Reason reason;

    private JsonFields(JsonNode object, String path, Reason reason) {
        this.object = object;
        this.path = path;
        this.reason = reason;
    }

    static JsonFields of(JsonNode node, String path, Reason reason) throws PaymentFormatException {
        if (!node.isObject()) {
            throw new PaymentFormatException(
                    reason,
                    path + ": expected an object, found " + node.getNodeType().name());
        }
        return new JsonFields(node, path, reason);
    }

    Optional<JsonNode> optional(String name) {
        JsonNode member = object.get(name);
        return member == null || member.isNull() ? Optional.empty() : Optional.of(member);
    }

    JsonNode required(String name) throws PaymentFormatException {
        return optional(name).orElseThrow(() -> malformed(name, "expected a value, found none"));
    }

    Optional<JsonNode> optionalObject(String name) throws PaymentFormatException {
        Optional<JsonNode> member = optional(name);
        if (member.isPresent() && !member.get().isObject()) {
            throw malformed(name, "expected an object, found " + member.get().getNodeType());
        }
        return member;
    }

    JsonFields object(String name) throws PaymentFormatException {
        return of(required(name), at(name), reason);
    }

    String text(String name) throws PaymentFormatException {
        String text = optionalText(name).orElseThrow(() -> malformed(name, "expected a string, found none"));
        if (text.isEmpty()) {
            throw malformed(name, "expected a string, found an empty one");
        }
        return text;
    }

    Optional<String> optionalText(String name) throws PaymentFormatException {
        Optional<JsonNode> member = optional(name);
        if (member.isPresent() && !member.get().isTextual()) {
            throw malformed(name, "expected a string, found " + member.get().getNodeType());
        }
        return member.map(JsonNode::textValue);
    }

    boolean bool(String name) throws PaymentFormatException {
        JsonNode member = required(name);
        if (!member.isBoolean()) {
            throw malformed(name, "expected true or false, found " + member.getNodeType());
        }
        return member.booleanValue();
    }

    /** A string that {@code parser} reads; what it throws becomes the message. */
    <T> T value(String name, Function<String, T> parser) throws PaymentFormatException {
        return value(name, parser, reason);
    }

    <T> T value(String name, Function<String, T> parser, Reason failure) throws PaymentFormatException {
        String text = text(name);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new PaymentFormatException(failure, at(name) + ": " + e.getMessage(), e);
        }
    }

    int positiveInt(String name, Reason failure) throws PaymentFormatException {
        JsonNode member = optional(name).orElse(null);
        if (member == null || !member.isIntegralNumber() || !member.canConvertToInt() || member.intValue() < 1) {
            throw new PaymentFormatException(failure, at(name) + ": expected a positive integer");
        }
        return member.intValue();
    }

    /** A {@code uint256}: a decimal string; as the reference does, also hex after 0x or a JSON integer. */
    BigInteger uint256(String name) throws PaymentFormatException {
        JsonNode member = required(name);
        String text = member.isTextual() ? member.textValue() : member.isIntegralNumber() ? member.asText() : "";
        BigInteger value;
        if (DECIMAL.matcher(text).matches()) {
            value = new BigInteger(text);
        } else if (HEX.matcher(text).matches()) {
            value = new BigInteger(text.substring(2), 16);
        } else {
            throw malformed(name, "expected an unsigned decimal integer as a string");
        }
        if (value.bitLength() > 256) {
            throw malformed(name, "expected at most 2^256-1");
        }
        return value;
    }

    PaymentFormatException malformed(String name, String problem) {
        return new PaymentFormatException(reason, at(name) + ": " + problem);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
