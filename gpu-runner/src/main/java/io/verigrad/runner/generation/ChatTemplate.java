package io.verigrad.runner.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import io.verigrad.runner.execution.RunException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a conversation as the text that a model was trained on (Hugging Face "Chat templates", a subset of Jinja). */
public final class ChatTemplate {
    private static final int MAX_OUTPUT = 4 << 20;

    private final Jinjava jinja;
    private final String template;
    private final Map<String, String> tokens;

    private ChatTemplate(String template, Map<String, String> tokens) {
        this.template = trimmed(template);
        this.tokens = tokens;
        this.jinja = new Jinjava(JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withKeepTrailingNewline(true)
                // What people write is data: it must never be read as a template.
                .withNestedInterpretationEnabled(false)
                .withMaxOutputSize(MAX_OUTPUT)
                .withMaxRenderDepth(8)
                .build());
    }

    /** One turn of a conversation. */
    public record Message(String role, String content) {}

    /** The template of {@code tokenizer_config.json}, or none if it has none. */
    static Optional<ChatTemplate> of(JsonNode tokenizerConfig) {
        if (!tokenizerConfig.path("chat_template").isTextual()) {
            return Optional.empty();
        }
        Map<String, String> tokens = new HashMap<>();
        for (String name : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
            JsonNode token = tokenizerConfig.path(name);
            String content = token.isObject() ? token.path("content").asText("") : token.asText("");
            tokens.put(name, content);
        }
        return Optional.of(
                new ChatTemplate(tokenizerConfig.path("chat_template").asText(), Map.copyOf(tokens)));
    }

    /**
     * The prompt, up to where the answer begins.
     *
     * @throws RunException if the template refuses this conversation or uses what is not supported
     */
    public String render(List<Message> messages) throws RunException {
        List<Map<String, Object>> turns = new ArrayList<>();
        messages.forEach(message -> turns.add(Map.of("role", message.role(), "content", message.content())));
        Map<String, Object> context = new HashMap<>(tokens);
        context.put("messages", turns);
        context.put("add_generation_prompt", true);
        RenderResult result = jinja.renderForResult(template, context);
        if (result.hasErrors()) {
            throw new RunException(RunException.Cause.INPUT, "the chat template does not take this conversation");
        }
        return result.getOutput();
    }

    /** Jinja's whitespace control, which jinjava has for blocks only: a minus sign eats the space on its side. */
    private static String trimmed(String template) {
        return template.replaceAll("\\s*\\{%-", "{%")
                .replaceAll("\\s*\\{\\{-", "{{")
                .replaceAll("-%\\}\\s*", "%}")
                .replaceAll("-\\}\\}\\s*", "}}");
    }
}
