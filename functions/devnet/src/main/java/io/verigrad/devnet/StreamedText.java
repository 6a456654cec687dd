package io.verigrad.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.receipt.AnswerStream;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The text of a streamed chat. */
record StreamedText(String text, int events) {
    /** Reads a stream that was verified, or nothing if the answer is none. */
    static Optional<StreamedText> of(Bytes body) {
        if (!AnswerStream.isStream(body.toArray())) {
            return Optional.empty();
        }
        List<String> events = new String(body.toArray(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.substring("data: ".length()))
                .toList();
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(piece(event)));
        return Optional.of(new StreamedText(text.toString(), events.size()));
    }

    private static String piece(String event) {
        try {
            return Json.read(event.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                    .at("/choices/0/delta/content")
                    .asText("");
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a verified stream has an event that is not JSON", e);
        }
    }
}
