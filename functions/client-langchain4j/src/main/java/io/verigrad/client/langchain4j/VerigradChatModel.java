package io.verigrad.client.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.verigrad.client.inference.ChatAnswer;
import io.verigrad.client.inference.Inference;
import io.verigrad.client.inference.NoAnswerException;
import io.verigrad.client.inference.Reply;
import io.verigrad.receipt.Finish;

/**
 * A chat model behind LangChain4j: each call is paid for, and answered only with what was verified. The response's id is that of
 * the receipt. Safe for many threads.
 */
public final class VerigradChatModel implements ChatModel {
    private final Inference inference;
    private final ChatRequestParameters defaults;

    /** @param model what requests call it, unless they name another */
    public VerigradChatModel(Inference inference, String model) {
        this.inference = inference;
        this.defaults = ChatRequestParameters.builder().modelName(model).build();
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    /**
     * Calls the model.
     *
     * @throws NoAnswerException if no answer may be handed over; it says why, and whether something may be charged
     * @throws dev.langchain4j.exception.UnsupportedFeatureException if more is asked of it than runners do
     */
    @Override
    public ChatResponse doChat(ChatRequest request) {
        return switch (inference.chat(Requests.of(request))) {
            case Reply.Answered<ChatAnswer>(ChatAnswer answer, var receipt, var _) ->
                ChatResponse.builder()
                        .aiMessage(AiMessage.from(answer.text()))
                        .id(receipt.id().toString())
                        .modelName(request.parameters().modelName())
                        .tokenUsage(new TokenUsage(
                                Math.toIntExact(answer.usage().inputTokens()),
                                Math.toIntExact(answer.usage().outputTokens())))
                        .finishReason(reason(answer.finish()))
                        .build();
            case Reply.Unreadable<ChatAnswer> unreadable -> throw unreadable.asException();
            case Reply.Failed<ChatAnswer> failed -> throw failed.asException();
        };
    }

    private static FinishReason reason(Finish finish) {
        return switch (finish) {
            case COMPLETE -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
            case REFUSED -> FinishReason.CONTENT_FILTER;
            case TOOL_CALL -> FinishReason.TOOL_EXECUTION;
            case CANCELLED -> FinishReason.OTHER;
        };
    }
}
