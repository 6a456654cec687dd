package io.verigrad.client.inference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is asked of a chat model.
 *
 * @param maxTokens the most to generate; the runner's own limit if empty
 * @param temperature 0 always takes the likeliest word
 * @param seed makes what is drawn repeatable
 * @param stop texts that end the answer
 */
public record ChatRequest(
        String model,
        List<ChatMessage> messages,
        OptionalInt maxTokens,
        OptionalDouble temperature,
        OptionalDouble topP,
        OptionalLong seed,
        List<String> stop) {
    static final String PATH = "/v1/chat/completions";

    public ChatRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
        if (model.isBlank() || messages.isEmpty()) {
            throw new IllegalArgumentException("expected a model and one message or more");
        }
    }

    public static ChatRequest of(String model, ChatMessage... messages) {
        return of(model, List.of(messages));
    }

    public static ChatRequest of(String model, List<ChatMessage> messages) {
        return new ChatRequest(
                model,
                messages,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                List.of());
    }

    public ChatRequest withMaxTokens(int most) {
        return new ChatRequest(model, messages, OptionalInt.of(most), temperature, topP, seed, stop);
    }

    public ChatRequest withTemperature(double value) {
        return new ChatRequest(model, messages, maxTokens, OptionalDouble.of(value), topP, seed, stop);
    }

    public ChatRequest withTopP(double value) {
        return new ChatRequest(model, messages, maxTokens, temperature, OptionalDouble.of(value), seed, stop);
    }

    public ChatRequest withSeed(long value) {
        return new ChatRequest(model, messages, maxTokens, temperature, topP, OptionalLong.of(value), stop);
    }

    public ChatRequest withStop(List<String> texts) {
        return new ChatRequest(model, messages, maxTokens, temperature, topP, seed, texts);
    }

    /** The body, in the words of OpenAI's API. */
    public Bytes json() {
        return Bytes.of(Json.write(tree()));
    }

    /** The body of a request for a stream, which names its usage at the end. */
    public Bytes streamJson() {
        ObjectNode json = tree().put("stream", true);
        json.putObject("stream_options").put("include_usage", true);
        return Bytes.of(Json.write(json));
    }

    private ObjectNode tree() {
        ObjectNode json = Json.mapper().createObjectNode().put("model", model);
        ArrayNode all = json.putArray("messages");
        messages.forEach(message ->
                all.addObject().put("role", message.role().wireName()).put("content", message.content()));
        maxTokens.ifPresent(value -> json.put("max_tokens", value));
        temperature.ifPresent(value -> json.put("temperature", value));
        topP.ifPresent(value -> json.put("top_p", value));
        seed.ifPresent(value -> json.put("seed", value));
        if (!stop.isEmpty()) {
            ArrayNode texts = json.putArray("stop");
            stop.forEach(texts::add);
        }
        return json;
    }
}
