package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.receipt.Finish;
import java.time.Instant;

/**
 * How a generated text is written (OpenAI API reference, "The chat completion object", "The chat completion chunk
 * object", "The completion object").
 *
 * @param usage whether a stream tells its usage; its events before the last then say {@code "usage": null}
 */
record AnswerForm(Kind kind, boolean stream, boolean usage, String model, String id, Instant created) {
    /** The API that it is for. */
    enum Kind {
        CHAT,
        COMPLETION
    }

    ObjectNode whole(String text, Finish finish) {
        ObjectNode json = head();
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        if (kind == Kind.CHAT) {
            choice.putObject("message")
                    .put("role", "assistant")
                    .put("content", text)
                    .putNull("refusal");
        } else {
            choice.put("text", text);
        }
        choice.putNull("logprobs");
        choice.put("finish_reason", reason(finish));
        return json;
    }

    /** The event before the text, which only chats have. */
    ObjectNode start() {
        ObjectNode json = head();
        choice(json)
                .putNull("finish_reason")
                .putObject("delta")
                .put("role", "assistant")
                .put("content", "");
        return json;
    }

    ObjectNode piece(String text) {
        ObjectNode json = head();
        ObjectNode choice = choice(json).putNull("finish_reason");
        if (kind == Kind.CHAT) {
            choice.putObject("delta").put("content", text);
        } else {
            choice.put("text", text).putNull("logprobs");
        }
        return json;
    }

    ObjectNode finish(Finish finish) {
        ObjectNode json = head();
        ObjectNode choice = choice(json).put("finish_reason", reason(finish));
        if (kind == Kind.CHAT) {
            choice.putObject("delta");
        } else {
            choice.put("text", "").putNull("logprobs");
        }
        return json;
    }

    /** The event after the text: that of the usage, whether it was asked for or not, since it carries the receipt. */
    ObjectNode end() {
        ObjectNode json = head();
        json.putArray("choices");
        return json;
    }

    private ObjectNode head() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("id", id);
        json.put(
                "object",
                kind == Kind.COMPLETION ? "text_completion" : stream ? "chat.completion.chunk" : "chat.completion");
        json.put("created", created.getEpochSecond());
        json.put("model", model);
        if (stream && usage) {
            json.putNull("usage");
        }
        return json;
    }

    private static ObjectNode choice(ObjectNode json) {
        return json.putArray("choices").addObject().put("index", 0);
    }

    private static String reason(Finish finish) {
        return finish == Finish.LENGTH ? "length" : "stop";
    }
}
