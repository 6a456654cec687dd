package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Receipt;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.runner.standin.UpstreamStandIn;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of models that somebody else runs. */
@QuarkusTest
@WithTestResource(StandIns.class)
class ForwardedCallTest extends RunningRunner {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ANSWER = "{\"id\":\"up-1\",  \"object\":\"chat.completion\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";

    UpstreamStandIn upstream;

    @BeforeEach
    void answers() {
        upstream.answer = UpstreamStandIn.json(200, ANSWER);
        upstream.seen.clear();
    }

    @Test
    void passesTheAnswerOnByteByByteAndNamesTheUpstream() throws Exception {
        HttpResponse<byte[]> response = pay(chat(""));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(ANSWER);
        Receipt receipt = Consumer.receipt(response).receipt();
        assertThat(receipt.responseHash()).isEqualTo(ContentHash.response(response.body()));
        assertThat(receipt.modelDigest())
                .isEqualTo(CanonicalJson.digest(
                        Map.of("host", "127.0.0.1", "tlsKeyDigest", Hash32.ZERO.toString(), "model", "gpt-closed")));
        assertThat(receipt.charge()).isEqualTo(TokenAmount.of(900));
        assertThat(receipt.inputUnits()).isEqualTo(5);
        assertThat(receipt.outputUnits()).isEqualTo(2);
        assertThat(receipt.assurance()).isEqualTo(Assurance.UNATTESTED);
        assertThat(response.headers().firstValue("Verigrad-Assurance")).contains("UNATTESTED; would-be=FORWARDED");
    }

    @Test
    void sendsTheUpstreamNothingButTheRequestAndItsOwnKey() throws Exception {
        pay(chat(",\"user\":\"somebody\",\"temperature\":0.5"));

        UpstreamStandIn.Seen seen = upstream.seen.getLast();
        assertThat(seen.path()).isEqualTo("/v1/chat/completions");
        assertThat(seen.authorization()).isEqualTo("Bearer sk-upstream-secret");
        assertThat(Set.copyOf(seen.headers()))
                .isSubsetOf("Accept", "Accept-encoding", "Authorization", "Content-length", "Content-type", "Host");
        JsonNode sent = Json.read(seen.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(sent.path("model").asText()).isEqualTo("gpt-closed");
        assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(4096);
        assertThat(sent.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(sent.has("user")).as("who asks is nobody's business").isFalse();
    }

    @Test
    void signsHowAnAnswerEnded() throws Exception {
        upstream.answer = UpstreamStandIn.json(200, ANSWER.replace("\"stop\"", "\"tool_calls\""));
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]";
        assertThat(Consumer.receipt(pay(chat(tools))).receipt().finish()).isEqualTo(Finish.TOOL_CALL);
        upstream.answer = UpstreamStandIn.json(200, ANSWER.replace("\"stop\"", "\"content_filter\""));
        assertThat(Consumer.receipt(pay(chat(""))).receipt().finish()).isEqualTo(Finish.REFUSED);
    }

    @Test
    void forwardsEmbeddings() throws Exception {
        upstream.answer = UpstreamStandIn.json(
                200, "{\"data\":[{\"index\":0,\"embedding\":[0.5]}],\"usage\":{\"prompt_tokens\":3}}");
        String body = "{\"model\":\"closed\",\"input\":\"" + SECRET + "\"}";
        HttpResponse<byte[]> response =
                consumer.post(EMBEDDINGS, body, "PAYMENT-SIGNATURE", consumer.payment(EMBEDDINGS, body));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Consumer.receipt(response).receipt().inputUnits()).isEqualTo(3);
    }

    @Test
    void streamsWhatTheUpstreamStreams() throws Exception {
        upstream.answer = UpstreamStandIn.typed(200, "text/event-stream", """
                data: {"choices":[{"index":0,"delta":{"content":"h"},"finish_reason":null}],"verigrad":{"link":"forged"}}

                data: {"choices":[{"index":0,"delta":{"content":"i"},"finish_reason":null}]}

                data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}

                data: [DONE]

                """);
        HttpResponse<byte[]> response = pay(chat(",\"stream\":true"));

        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(body).contains("\"link\":\"0x").doesNotContain("forged").endsWith("data: [DONE]\n\n");
        Receipt receipt = Consumer.receipt(response).receipt();
        assertThat(receipt.outputUnits()).isEqualTo(2);
        assertThat(receipt.finish()).isEqualTo(Finish.COMPLETE);
    }

    static List<Arguments> failures() {
        String secret = "{\"error\":{\"message\":\"account sk-upstream-secret is over its quota\"}}";
        return List.of(
                Arguments.of(UpstreamStandIn.json(400, secret), 400, "upstream_refused_request"),
                Arguments.of(UpstreamStandIn.json(401, secret), 502, "upstream_refused_runner"),
                Arguments.of(UpstreamStandIn.json(429, secret), 503, "upstream_busy"),
                Arguments.of(UpstreamStandIn.json(500, secret), 502, "upstream_failed"),
                Arguments.of(UpstreamStandIn.redirect("http://169.254.169.254/"), 502, "upstream_failed"),
                Arguments.of(UpstreamStandIn.json(200, "[]"), 502, "upstream_invalid_answer"),
                Arguments.of(UpstreamStandIn.json(200, "<html>"), 502, "upstream_invalid_answer"),
                Arguments.of(UpstreamStandIn.json(200, "{\"choices\":[]}"), 502, "upstream_invalid_answer"),
                Arguments.of(
                        UpstreamStandIn.json(200, ANSWER.replace("\"stop\"", "null")), 502, "upstream_invalid_answer"),
                Arguments.of(UpstreamStandIn.cut(ANSWER), 502, "upstream_unreachable"),
                Arguments.of((UpstreamStandIn.Answer) exchange -> stall(), 504, "upstream_timeout"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void chargesNothingForWhatTheUpstreamDoesNotAnswer(UpstreamStandIn.Answer answer, int status, String code)
            throws Exception {
        upstream.answer = answer;
        HttpResponse<byte[]> response = pay(chat(""));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Consumer.json(response).at("/error/code").asText()).isEqualTo(code);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .as("what an upstream says may name the operator's account")
                .doesNotContain("sk-upstream-secret", "quota");
        assertThat(response.headers().firstValue("Verigrad-Receipt")).isEmpty();
        assertThat(payment.calls).contains("release:run_failed");
        assertThat(sink().received()).isEmpty();
    }

    @Test
    void chargesNothingForAStreamThatBreaksOff() throws Exception {
        upstream.answer = UpstreamStandIn.typed(
                200, "text/event-stream", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"h\"}}]}\n\n");
        HttpResponse<byte[]> response = pay(chat(",\"stream\":true"));
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(payment.calls).contains("release:run_failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ,"n":2                        | n
            ,"max_tokens":100000          | max_tokens
            ,"max_completion_tokens":0    | max_completion_tokens
            ,"web_search_options":{}      | web_search_options
            ,"audio":{}                   | audio
            """)
    void refusesWhatItCannotPrice(String parameter, String named) throws Exception {
        HttpResponse<byte[]> response = consumer.post(CHAT, chat(parameter));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Consumer.json(response).at("/error/param").asText()).isEqualTo(named);
        assertThat(upstream.seen).noneMatch(seen -> seen.path().endsWith("completions"));
    }

    @Test
    void listsItBesideItsOwnModels() throws Exception {
        JsonNode data = Consumer.json(consumer.get("/v1/models")).path("data");
        JsonNode closed = data.get(data.size() - 1);
        assertThat(closed.path("id").asText()).isEqualTo("closed");
        assertThat(closed.path("owned_by").asText()).isEqualTo("127.0.0.1");
        assertThat(closed.at("/verigrad/price").asText()).isEqualTo("900");
    }

    private HttpResponse<byte[]> pay(String body) throws Exception {
        return consumer.post(CHAT, body, "PAYMENT-SIGNATURE", consumer.payment(CHAT, body));
    }

    private static String chat(String more) {
        return "{\"model\":\"closed\",\"messages\":[{\"role\":\"user\",\"content\":\"" + SECRET + "\"}]" + more + "}";
    }

    private static void stall() {
        try {
            Thread.sleep(4000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
