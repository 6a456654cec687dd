package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import java.util.Map;

/** JSON of strangers that we pass on and hash: only what every reader understands alike, so that writing it cannot fail. */
final class WireJson {
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private WireJson() {}

    static ObjectNode object() {
        return Json.mapper().createObjectNode();
    }

    /** Refuses numbers that JavaScript rounds (they belong into strings) and text that is not Unicode. */
    static void check(JsonNode node, Reason reason) throws PaymentFormatException {
        if (node.isNumber() && !isPortable(node)) {
            throw new PaymentFormatException(reason, "expected numbers above 2^53-1 as strings, found one as a number");
        }
        if (node.isTextual()) {
            checkText(node.textValue(), reason);
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            checkText(member.getKey(), reason);
        }
        for (JsonNode child : node) {
            check(child, reason);
        }
    }

    private static boolean isPortable(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.canConvertToLong() && Math.abs(number.longValue()) <= MAX_SAFE_INTEGER;
        }
        return Double.isFinite(number.doubleValue());
    }

    private static void checkText(String text, Reason reason) throws PaymentFormatException {
        if (text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            throw new PaymentFormatException(reason, "expected Unicode text, found half of a surrogate pair");
        }
    }
}
