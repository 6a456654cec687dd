package io.verigrad.runner.recheck;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * How far two JSON answers to the same request are apart. What names an answer and not its content is left out.
 *
 * @param equal whether all but the numbers is the same
 * @param distance the largest |a - b| / max(1, |a|, |b|) over all numbers; 0 means the same to the last bit
 */
record Comparison(boolean equal, double distance) {
    private static final Set<String> OF_ONE_ANSWER = Set.of("id", "created", "system_fingerprint", "numericsClass");
    private static final Comparison SAME = new Comparison(true, 0);
    private static final Comparison UNEQUAL = new Comparison(false, Double.POSITIVE_INFINITY);

    /** Compares two answers. One that is no JSON is compared by its bytes. */
    static Comparison of(byte[] first, byte[] second) {
        if (java.util.Arrays.equals(first, second)) {
            return SAME;
        }
        try {
            return of("", Json.read(first, JsonNode.class), Json.read(second, JsonNode.class));
        } catch (MalformedJsonException e) {
            return UNEQUAL;
        }
    }

    boolean identical() {
        return equal && distance == 0;
    }

    boolean within(double tolerance) {
        return equal && distance <= tolerance;
    }

    private static Comparison of(String name, JsonNode first, JsonNode second) {
        if (first.isNumber() && second.isNumber()) {
            return numbers(first.doubleValue(), second.doubleValue());
        }
        if (first.isArray() && second.isArray() && first.size() == second.size()) {
            Comparison all = SAME;
            for (int i = 0; i < first.size() && all.equal; i++) {
                all = all.and(of("", first.get(i), second.get(i)));
            }
            return all;
        }
        if (first.isObject() && second.isObject() && first.size() == second.size()) {
            Comparison all = SAME;
            for (Map.Entry<String, JsonNode> member : first.properties()) {
                if (!OF_ONE_ANSWER.contains(member.getKey()) && all.equal) {
                    all = all.and(of(member.getKey(), member.getValue(), second.path(member.getKey())));
                }
            }
            return all;
        }
        if (name.equals("embedding") && first.isTextual() && second.isTextual()) {
            return floats(first.textValue(), second.textValue());
        }
        return first.equals(second) ? SAME : UNEQUAL;
    }

    /** Vectors as OpenAI's API writes them in base64: 32-bit floats, little-endian. */
    private static Comparison floats(String first, String second) {
        ByteBuffer a;
        ByteBuffer b;
        try {
            a = ByteBuffer.wrap(Base64.getDecoder().decode(first)).order(ByteOrder.LITTLE_ENDIAN);
            b = ByteBuffer.wrap(Base64.getDecoder().decode(second)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IllegalArgumentException e) {
            return UNEQUAL;
        }
        if (a.remaining() != b.remaining() || a.remaining() % Float.BYTES != 0) {
            return UNEQUAL;
        }
        Comparison all = SAME;
        while (a.hasRemaining()) {
            all = all.and(numbers(a.getFloat(), b.getFloat()));
        }
        return all;
    }

    private static Comparison numbers(double a, double b) {
        if (Double.compare(a, b) == 0) {
            return SAME;
        }
        double distance = Math.abs(a - b) / Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
        // Neither infinities nor what is no number is near anything.
        return Double.isFinite(distance) ? new Comparison(true, distance) : UNEQUAL;
    }

    private Comparison and(Comparison other) {
        return new Comparison(equal && other.equal, Math.max(distance, other.distance));
    }
}
