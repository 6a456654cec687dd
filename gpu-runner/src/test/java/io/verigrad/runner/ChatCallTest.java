package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.CanonicalJson;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Receipt;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.TokenAmount;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chats and completions, paid as whole answers. */
@QuarkusTest
@WithTestResource(StandIns.class)
class ChatCallTest extends RunningRunner {
    private static final String CHAT = "/v1/chat/completions";
    private static final String COMPLETION = "/v1/completions";
    private static final String SENTENCE = "Every answer here carries a receipt that anybody can check.";

    @Test
    void answersAChatWithAReceiptThatBindsItsParameters() throws Exception {
        String body = chat("\"temperature\":0,\"seed\":7");
        HttpResponse<byte[]> response = payFor(CHAT, body);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = Consumer.json(response);
        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo(SENTENCE);
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        Receipt receipt = Consumer.receipt(response).receipt();
        assertThat(receipt.responseHash()).isEqualTo(ContentHash.response(response.body()));
        assertThat(receipt.inputUnits())
                .isEqualTo(answer.at("/usage/prompt_tokens").asLong());
        assertThat(receipt.outputUnits()).isEqualTo(12);
        assertThat(receipt.finish()).isEqualTo(Finish.COMPLETE);
        assertThat(receipt.charge()).isEqualTo(TokenAmount.of(700));
        JsonNode told = answer.path("verigrad");
        assertThat(told.at("/parameters/seed").asText()).isEqualTo("7");
        assertThat(receipt.parametersHash())
                .isEqualTo(CanonicalJson.digest(
                        Map.of("numericsClass", told.path("numericsClass"), "parameters", told.path("parameters"))));
    }

    @Test
    void saysWhenAnAnswerWasCut() throws Exception {
        HttpResponse<byte[]> response = payFor(CHAT, chat("\"temperature\":0,\"max_completion_tokens\":2"));

        assertThat(Consumer.json(response).at("/choices/0/message/content").asText())
                .isEqualTo("Every answer");
        assertThat(Consumer.json(response).at("/choices/0/finish_reason").asText())
                .isEqualTo("length");
        assertThat(Consumer.receipt(response).receipt().finish()).isEqualTo(Finish.LENGTH);
    }

    @Test
    void completesATextAndStops() throws Exception {
        HttpResponse<byte[]> response = payFor(
                COMPLETION,
                "{\"model\":\"tiny-decoder\",\"prompt\":\"" + SECRET + "\\n\",\"temperature\":0,\"stop\":[\" that\"]}");

        JsonNode answer = Consumer.json(response);
        assertThat(answer.path("object").asText()).isEqualTo("text_completion");
        assertThat(answer.at("/choices/0/text").asText()).isEqualTo("Every answer here carries a receipt");
    }

    @Test
    void refusesAStreamThatCannotBePaidByWhatItUses() throws Exception {
        JsonNode error = refused(chat("\"stream\":true"), 400);

        assertThat(error.path("code").asText()).isEqualTo("stream_not_payable");
        assertThat(payment.calls).isEmpty();
    }

    @Test
    void refusesWhatItWouldIgnore() throws Exception {
        assertThat(refused(chat("\"logprobs\":true"), 400).path("param").asText())
                .isEqualTo("logprobs");
        assertThat(refused(chat("\"tools\":[]"), 400).path("code").asText()).isEqualTo("unsupported_parameter");
        assertThat(refused(chat("\"n\":2"), 400).path("param").asText()).isEqualTo("n");
        assertThat(refused(chat("\"temperature\":3"), 400).path("param").asText())
                .isEqualTo("temperature");
        assertThat(refused(chat("\"top_p\":0"), 400).path("param").asText()).isEqualTo("top_p");
        assertThat(refused(chat("\"max_tokens\":0"), 400).path("param").asText())
                .isEqualTo("max_tokens");
        assertThat(refused(chat("\"max_tokens\":5,\"max_completion_tokens\":5"), 400)
                        .path("param")
                        .asText())
                .isEqualTo("max_tokens");
        assertThat(refused(chat("\"stop\":[\"\"]"), 400).path("param").asText()).isEqualTo("stop");
        assertThat(refused(chat("\"seed\":1.5"), 400).path("param").asText()).isEqualTo("seed");
        assertThat(refused("{\"model\":\"tiny-decoder\",\"messages\":[]}", 400)
                        .path("param")
                        .asText())
                .isEqualTo("messages");
        assertThat(refused("{\"model\":\"tiny-decoder\",\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}", 400)
                        .path("param")
                        .asText())
                .isEqualTo("messages");
        assertThat(refused(chat("\"seed\":1").replace("tiny-decoder", "iris"), 400)
                        .path("code")
                        .asText())
                .isEqualTo("unsupported_model");
        assertThat(refused(chat("\"seed\":1").replace("tiny-decoder", "nobody"), 404)
                        .path("code")
                        .asText())
                .isEqualTo("model_not_found");
    }

    @Test
    void refusesAPromptThatIsTooLongAtNoCost() throws Exception {
        String body = chat("\"seed\":1").replace("hello", "hello ".repeat(100));
        HttpResponse<byte[]> response = payFor(CHAT, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Consumer.json(response).at("/error/code").asText()).isEqualTo("context_length_exceeded");
    }

    private JsonNode refused(String body, int status) throws Exception {
        HttpResponse<byte[]> response = consumer.post(CHAT, body);
        assertThat(response.statusCode()).isEqualTo(status);
        return Consumer.json(response).path("error");
    }

    private HttpResponse<byte[]> payFor(String path, String body) throws Exception {
        return consumer.post(path, body, "PAYMENT-SIGNATURE", consumer.payment(path, body));
    }

    private static String chat(String parameters) {
        return "{\"model\":\"tiny-decoder\",\"messages\":[{\"role\":\"user\",\"content\":\"hello " + SECRET + "\"}],"
                + parameters + "}";
    }
}
