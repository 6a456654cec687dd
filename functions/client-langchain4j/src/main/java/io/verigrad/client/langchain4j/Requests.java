package io.verigrad.client.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LangChain4j's requests in our words. What would be lost on the way is refused: it must not be paid for. */
final class Requests {
    private Requests() {}

    static io.verigrad.client.inference.ChatRequest of(ChatRequest request) {
        ChatRequestParameters asked = request.parameters();
        refuse("tools", asked.toolSpecifications());
        refuse("a tool choice", asked.toolChoice());
        refuse("a response format", asked.responseFormat());
        refuse("top k", asked.topK());
        refuse("a frequency penalty", asked.frequencyPenalty());
        refuse("a presence penalty", asked.presencePenalty());
        io.verigrad.client.inference.ChatRequest ours = io.verigrad.client.inference.ChatRequest.of(
                asked.modelName(),
                request.messages().stream().map(Requests::message).toList());
        @Nullable Integer most = asked.maxOutputTokens();
        @Nullable Double temperature = asked.temperature();
        @Nullable Double topP = asked.topP();
        @Nullable List<String> stop = asked.stopSequences();
        ours = most == null ? ours : ours.withMaxTokens(most);
        ours = temperature == null ? ours : ours.withTemperature(temperature);
        ours = topP == null ? ours : ours.withTopP(topP);
        return stop == null ? ours : ours.withStop(stop);
    }

    private static io.verigrad.client.inference.ChatMessage message(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> io.verigrad.client.inference.ChatMessage.system(system.text());
            case UserMessage user
            when user.hasSingleText() -> io.verigrad.client.inference.ChatMessage.user(user.singleText());
            case AiMessage ai
            when !ai.hasToolExecutionRequests() && ai.text() != null ->
                io.verigrad.client.inference.ChatMessage.assistant(ai.text());
            default ->
                throw new UnsupportedFeatureException("expected messages of text, found one of " + message.type());
        };
    }

    private static void refuse(String what, @Nullable Object value) {
        if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            throw new UnsupportedFeatureException("this model takes no request with " + what);
        }
    }
}
