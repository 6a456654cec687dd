package io.verigrad.client.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a whole chat completion as the stream that a program asked for. The proxy shows nothing before all of it is verified,
 * so a stream comes late and in few pieces.
 */
final class ChatStream {
    static final String CONTENT_TYPE = "text/event-stream";

    private static final String CHUNK = "chat.completion.chunk";

    private ChatStream() {}

    /** The same request for one buffered answer; the object itself if it asks for no stream. */
    static ObjectNode buffered(ObjectNode request) {
        ObjectNode copy = request.deepCopy();
        copy.remove("stream");
        copy.remove("stream_options");
        return copy;
    }

    /**
     * The events of one answer.
     *
     * @throws MalformedJsonException if the answer is no chat completion
     */
    static Bytes events(Bytes answer, boolean withUsage) throws MalformedJsonException {
        ObjectNode completion = Json.read(answer.toArray(), ObjectNode.class);
        ByteArrayOutputStream events = new ByteArrayOutputStream();
        for (JsonNode chunk : chunks(completion, withUsage)) {
            event(events, new String(Json.write(chunk), StandardCharsets.UTF_8));
        }
        event(events, "[DONE]");
        return Bytes.of(events.toByteArray());
    }

    private static List<JsonNode> chunks(ObjectNode completion, boolean withUsage) {
        List<JsonNode> chunks = new ArrayList<>();
        for (JsonNode choice : completion.path("choices")) {
            ObjectNode delta = choice.path("message").isObject()
                    ? choice.path("message").deepCopy()
                    : Json.mapper().createObjectNode();
            chunks.add(chunk(completion, choice.path("index").asInt(), delta, null));
            chunks.add(chunk(
                    completion,
                    choice.path("index").asInt(),
                    Json.mapper().createObjectNode(),
                    choice.path("finish_reason")));
        }
        if (withUsage && completion.has("usage")) {
            ObjectNode usage = head(completion);
            usage.putArray("choices");
            usage.set("usage", completion.get("usage"));
            chunks.add(usage);
        }
        return chunks;
    }

    private static ObjectNode chunk(
            ObjectNode completion, int index, ObjectNode delta, @org.jspecify.annotations.Nullable JsonNode finish) {
        ObjectNode chunk = head(completion);
        ArrayNode choices = chunk.putArray("choices");
        ObjectNode choice = choices.addObject();
        choice.put("index", index);
        choice.set("delta", delta);
        if (finish == null) {
            choice.putNull("finish_reason");
        } else {
            choice.set("finish_reason", finish);
        }
        return chunk;
    }

    private static ObjectNode head(ObjectNode completion) {
        ObjectNode head = Json.mapper().createObjectNode();
        head.set("id", completion.path("id"));
        head.put("object", CHUNK);
        head.set("created", completion.path("created"));
        head.set("model", completion.path("model"));
        return head;
    }

    private static void event(ByteArrayOutputStream events, String data) {
        events.writeBytes(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
}
