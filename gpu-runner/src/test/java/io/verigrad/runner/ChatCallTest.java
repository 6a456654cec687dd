package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedLink;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.StreamHashChain;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.TokenAmount;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chats and completions, whole and as streams. */
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
    void streamsAChatWhoseChainTheReceiptSigns() throws Exception {
        String body = chat("\"temperature\":0,\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        HttpResponse<byte[]> response = payFor(CHAT, body);

        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        List<String> events = events(response);
        assertThat(events.getLast()).isEqualTo("[DONE]");
        StreamHashChain chain =
                new StreamHashChain(ContentHash.request("POST", CHAT, body.getBytes(StandardCharsets.UTF_8)));
        StringBuilder text = new StringBuilder();
        String finish = "";
        for (String event : events.subList(0, events.size() - 2)) {
            JsonNode chunk = tree(event);
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.has("usage")).isTrue();
            assertThat(chunk.at("/verigrad/link").asText())
                    .isEqualTo(chain.last().toString());
            chain.append(event.getBytes(StandardCharsets.UTF_8));
            text.append(chunk.at("/choices/0/delta/content").asText(""));
            finish = chunk.at("/choices/0/finish_reason").asText("");
        }
        assertThat(text).hasToString(SENTENCE);
        assertThat(finish).isEqualTo("stop");
        JsonNode last = tree(events.get(events.size() - 2));
        assertThat(last.path("choices")).isEmpty();
        SignedReceipt signed = Json.convert(last.at("/verigrad/receipt"), SignedReceipt.class);
        assertThat(signed).isEqualTo(Consumer.receipt(response));
        assertThat(signed.receipt().responseHash()).isEqualTo(chain.last());
        assertThat(signed.receipt().outputUnits())
                .isEqualTo(last.at("/usage/completion_tokens").asLong());
        assertThat(signed.receipt().parametersHash())
                .isEqualTo(CanonicalJson.digest(Map.of(
                        "numericsClass",
                        last.at("/verigrad/numericsClass"),
                        "parameters",
                        last.at("/verigrad/parameters"))));
    }

    /** The first of some seeds whose text has more events than pass between two signatures. */
    private HttpResponse<byte[]> longStream() throws Exception {
        for (int seed = 1; seed < 100; seed++) {
            HttpResponse<byte[]> response =
                    payFor(CHAT, chat("\"temperature\":2,\"seed\":" + seed + ",\"stream\":true,\"max_tokens\":200"));
            if (events(response).size() > 24) {
                return response;
            }
        }
        throw new AssertionError("no seed gives a long text");
    }

    @Test
    void signsLinksOnTheWay() throws Exception {
        HttpResponse<byte[]> response = longStream();

        List<String> events = events(response);
        Receipt receipt = Consumer.receipt(response).receipt();
        StreamHashChain chain = new StreamHashChain(receipt.requestHash());
        List<SignedLink> links = new ArrayList<>();
        for (String event : events.subList(0, events.size() - 2)) {
            JsonNode signed = tree(event).at("/verigrad/signed");
            if (!signed.isMissingNode()) {
                SignedLink link = Json.convert(signed, SignedLink.class);
                assertThat(link.signer(Network.DOMAIN)).contains(receipt.enclaveKey());
                assertThat(link.link().requestHash()).isEqualTo(receipt.requestHash());
                assertThat(link.link().link()).isEqualTo(chain.last());
                links.add(link);
            }
            chain.append(event.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(links).hasSize((events.size() - 3) / 16).isNotEmpty();
        assertThat(links.getFirst().link().outputUnits()).isBetween(15L, receipt.outputUnits());
    }

    @Test
    void streamsACompletion() throws Exception {
        HttpResponse<byte[]> response =
                payFor(COMPLETION, "{\"model\":\"tiny-decoder\",\"prompt\":\"\\n\",\"temperature\":0,\"stream\":true}");

        List<String> events = events(response);
        StringBuilder text = new StringBuilder();
        for (String event : events.subList(0, events.size() - 2)) {
            assertThat(tree(event).path("object").asText()).isEqualTo("text_completion");
            text.append(tree(event).at("/choices/0/text").asText());
        }
        assertThat(text).hasToString(SENTENCE);
    }

    @Test
    void givesTheSameStreamToWhoAsksAgain() throws Exception {
        String body = chat("\"stream\":true");
        String paid = consumer.payment(CHAT, body);
        HttpResponse<byte[]> first = consumer.post(CHAT, body, "PAYMENT-SIGNATURE", paid);
        HttpResponse<byte[]> again = consumer.post(CHAT, body, "PAYMENT-SIGNATURE", paid);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Content-Type"))
                .isEqualTo(first.headers().firstValue("Content-Type"));
        assertThat(payment.count("check")).isEqualTo(1);
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
        assertThat(refused(chat("\"stream\":1"), 400).path("param").asText()).isEqualTo("stream");
        assertThat(refused(chat("\"stream_options\":{\"include_usage\":true}"), 400)
                        .path("param")
                        .asText())
                .isEqualTo("stream_options");
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

    private static List<String> events(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    private static JsonNode tree(String event) throws Exception {
        return Json.read(event.getBytes(StandardCharsets.UTF_8), JsonNode.class);
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
