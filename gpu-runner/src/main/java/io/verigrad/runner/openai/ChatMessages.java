package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.generation.ChatTemplate.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the conversation of a chat: texts only. */
final class ChatMessages {
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");
    private static final Set<String> MEMBERS = Set.of("role", "content");
    private static final int MOST = 1000;

    private ChatMessages() {}

    static List<Message> read(JsonNode messages) throws InvalidRequestException {
        if (!messages.isArray() || messages.isEmpty() || messages.size() > MOST) {
            throw InvalidRequestException.of("invalid_type", "messages", "expected 1 to " + MOST + " messages");
        }
        List<Message> read = new ArrayList<>();
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            if (!message.isObject() || !ROLES.contains(role)) {
                throw InvalidRequestException.of("invalid_value", "messages", "expected a role of " + ROLES);
            }
            for (var member : message.properties()) {
                if (!MEMBERS.contains(member.getKey())) {
                    throw InvalidRequestException.of(
                            "unsupported_parameter", "messages", "expected messages of role and content only");
                }
            }
            // Models of this kind know no developer; the word means what system meant before.
            read.add(new Message(role.equals("developer") ? "system" : role, content(message.path("content"))));
        }
        return List.copyOf(read);
    }

    private static String content(JsonNode content) throws InvalidRequestException {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        if (content.isArray() && !content.isEmpty()) {
            for (JsonNode part : content) {
                if (!part.path("type").asText().equals("text")
                        || !part.path("text").isTextual()) {
                    throw InvalidRequestException.of(
                            "unsupported_content",
                            "messages",
                            "expected parts of type text; this model reads no others");
                }
                text.append(part.path("text").textValue());
            }
            return text.toString();
        }
        throw InvalidRequestException.of(
                "invalid_type", "messages", "expected content that is a text or parts of text");
    }
}
