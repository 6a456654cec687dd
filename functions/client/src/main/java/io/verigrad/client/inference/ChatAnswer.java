package io.verigrad.client.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.CallOutcome;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Receipt;

/**
 * What a chat model said.
 *
 * @param finish why it ended, as the receipt has it
 */
public record ChatAnswer(String text, Finish finish, Usage usage) {
    /** @throws UnreadableAnswerException if the answer is no chat completion */
    static ChatAnswer of(CallOutcome.Answered answer) throws MalformedJsonException, UnreadableAnswerException {
        JsonNode content = Json.read(answer.body().toArray(), JsonNode.class).at("/choices/0/message/content");
        if (!content.isTextual()) {
            throw new UnreadableAnswerException("expected a message in the first choice");
        }
        Receipt receipt = answer.receipt().receipt();
        return new ChatAnswer(
                content.asText(), receipt.finish(), new Usage(receipt.inputUnits(), receipt.outputUnits()));
    }
}
