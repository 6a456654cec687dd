package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.policy.TdxRules.TcbStatus;
import io.verigrad.value.Bytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads members of Intel's statements; what is missing or of another kind makes the statement malformed. */
final class JsonFields {
    private static final int MAX_ITEMS = 1000;

    private JsonFields() {}

    static String text(JsonNode node, String member) throws CollateralFormatException {
        if (!node.path(member).isTextual()) {
            throw new CollateralFormatException("expected the text " + member);
        }
        return node.path(member).textValue();
    }

    static void require(JsonNode node, String member, String value) throws CollateralFormatException {
        if (!text(node, member).equals(value)) {
            throw new CollateralFormatException("expected " + member + " to be " + value);
        }
    }

    static int number(JsonNode node, String member, int max) throws CollateralFormatException {
        JsonNode value = node.path(member);
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > max) {
            throw new CollateralFormatException("expected the number " + member + " of 0 to " + max);
        }
        return value.intValue();
    }

    /** Hex without prefix, in either case. */
    static Bytes hex(JsonNode node, String member, int size) throws CollateralFormatException {
        try {
            Bytes bytes = Bytes.parse("0x" + text(node, member));
            if (bytes.size() == size) {
                return bytes;
            }
        } catch (IllegalArgumentException notHex) {
            // Reported below, like another size.
        }
        throw new CollateralFormatException("expected " + member + " as " + size + " bytes in hex");
    }

    static Instant time(JsonNode node, String member) throws CollateralFormatException {
        try {
            return Instant.parse(text(node, member));
        } catch (DateTimeException e) {
            throw new CollateralFormatException("expected " + member + " as a time");
        }
    }

    static List<JsonNode> list(JsonNode node, String member) throws CollateralFormatException {
        JsonNode value = node.path(member);
        if (!value.isArray() || value.size() > MAX_ITEMS) {
            throw new CollateralFormatException("expected the list " + member);
        }
        List<JsonNode> items = new ArrayList<>();
        value.forEach(items::add);
        return items;
    }

    static TcbStatus status(JsonNode level) throws CollateralFormatException {
        String word = text(level, "tcbStatus");
        return Arrays.stream(TcbStatus.values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new CollateralFormatException("expected a known tcbStatus"));
    }

    /** None if the member is absent. */
    static List<String> advisories(JsonNode level) throws CollateralFormatException {
        if (level.path("advisoryIDs").isMissingNode()) {
            return List.of();
        }
        List<String> advisories = new ArrayList<>();
        for (JsonNode advisory : list(level, "advisoryIDs")) {
            if (!advisory.isTextual()) {
                throw new CollateralFormatException("expected advisoryIDs as texts");
            }
            advisories.add(advisory.textValue());
        }
        return advisories;
    }
}
