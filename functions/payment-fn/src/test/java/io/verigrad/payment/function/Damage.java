package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What can be wrong with a member of any object. */
enum Damage {
    REMOVED("removed"),
    NULL("null"),
    TRUE("true"),
    NUMBER("7"),
    NEGATIVE_NUMBER("-1"),
    FRACTION("0.5"),
    UNSAFE_NUMBER("9007199254740993"),
    HUGE_NUMBER(BigInteger.TWO.pow(256).toString()),
    OBJECT("{}"),
    LIST("[]"),
    NESTED("[[{}]]"),
    EMPTY("\"\""),
    WORD("\"word\""),
    NEGATIVE("\"-1\""),
    EXPONENT("\"1e3\""),
    SPACED("\" 7 \""),
    ABOVE_256_BITS('"' + BigInteger.TWO.pow(256).toString() + '"'),
    ODD_HEX("\"0x123\""),
    LONG('"' + "x".repeat(20_000) + '"'),
    ZERO_CHARACTER("\"a\\u0000b\""),
    HALF_A_PAIR("\"\\ud800\"");

    private final String json;

    Damage(String json) {
        this.json = json;
    }

    /** The body with one of its members damaged, as text: half a surrogate pair has no other form. */
    String of(JsonNode body, String pointer) {
        JsonNode copy = body.deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = copy.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        String mark = "DAMAGED HERE";
        if (this == REMOVED) {
            if (parent instanceof ObjectNode object) {
                object.remove(name);
            } else {
                ((ArrayNode) parent).remove(Integer.parseInt(name));
            }
            return copy.toString();
        }
        if (parent instanceof ObjectNode object) {
            object.put(name, mark);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(name), Json.tree(mark));
        }
        return copy.toString().replace('"' + mark + '"', json);
    }

    /** The places of all members, those inside others too. */
    static List<String> places(JsonNode body) {
        List<String> places = new ArrayList<>();
        collect(body, "", places);
        return places;
    }

    private static void collect(JsonNode node, String at, List<String> places) {
        node.properties().forEach(member -> {
            places.add(at + '/' + member.getKey());
            collect(member.getValue(), at + '/' + member.getKey(), places);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(at + '/' + i);
            collect(node.get(i), at + '/' + i, places);
        }
    }
}
