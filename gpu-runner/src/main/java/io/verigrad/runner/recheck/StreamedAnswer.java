package io.verigrad.runner.recheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.StreamHashChain;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text that came as server-sent events (docs/protocol.md, "Streams").
 *
 * @param responseHash the link over all events but the last
 * @param content what the events say, whatever pieces it came in
 * @param last the event that no link covers: of what it says, only what the receipt signs counts
 */
record StreamedAnswer(Hash32 responseHash, byte[] content, byte[] last) {
    private static final String DATA = "data: ";
    private static final String DONE = "[DONE]";

    /** Reads the bytes of a whole stream; empty if they are none. */
    static Optional<StreamedAnswer> read(byte[] body, Hash32 requestHash) {
        List<String> events = new ArrayList<>();
        for (String event : new String(body, StandardCharsets.UTF_8).split("\n\n")) {
            if (event.startsWith(DATA)) {
                events.add(event.substring(DATA.length()));
            } else if (!event.startsWith(":")) {
                return Optional.empty();
            }
        }
        // Less than these two was cut, and what was cut cannot be compared.
        if (events.size() < 2 || !events.removeLast().equals(DONE)) {
            return Optional.empty();
        }
        return of(events.subList(0, events.size() - 1), events.getLast(), requestHash);
    }

    /** The events of an answer that was made here, without its last. */
    static Optional<StreamedAnswer> made(byte[] events, byte[] last, Hash32 requestHash) {
        String end = DATA + new String(last, StandardCharsets.UTF_8) + "\n\n" + DATA + DONE;
        return read((new String(events, StandardCharsets.UTF_8) + end).getBytes(StandardCharsets.UTF_8), requestHash);
    }

    private static Optional<StreamedAnswer> of(List<String> events, String last, Hash32 requestHash) {
        StreamHashChain chain = new StreamHashChain(requestHash);
        StringBuilder text = new StringBuilder();
        ObjectNode content = Json.mapper().createObjectNode();
        try {
            for (String event : events) {
                byte[] data = event.getBytes(StandardCharsets.UTF_8);
                chain.append(data);
                JsonNode choice = Json.read(data, ObjectNode.class).at("/choices/0");
                text.append(
                        choice.at("/delta/content").asText(choice.path("text").asText()));
                if (choice.path("finish_reason").isTextual()) {
                    content.set("finish_reason", choice.path("finish_reason"));
                }
            }
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
        content.put("text", text.toString());
        return Optional.of(
                new StreamedAnswer(chain.last(), Json.write(content), last.getBytes(StandardCharsets.UTF_8)));
    }

    /** What it says, with the units that are signed for it. */
    byte[] counted(long inputUnits, long outputUnits) {
        try {
            ObjectNode counted = Json.read(content, ObjectNode.class);
            return Json.write(counted.put("inputUnits", Long.toString(inputUnits))
                    .put("outputUnits", Long.toString(outputUnits)));
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("written here", e);
        }
    }
}
