package io.verigrad.client.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.FakeRunner;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.TestEvidence;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.attestation.EvidenceCheck;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.collateral.CollateralService;
import io.verigrad.collateral.MemoryStore;
import io.verigrad.json.Json;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program of OpenAI's API on one side, a played runner on the other. */
class ProxyServerTest {
    private static final String CHAT = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m",
            "choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""";

    private final HttpClient program = HttpClient.newHttpClient();
    private final List<String> reports = new ArrayList<>();
    private FakeRunner runner;
    private BoundedHttp http;
    private CollateralService collateral;
    private ProxyServer server;

    @BeforeEach
    void starts() throws Exception {
        runner = new FakeRunner();
        http = BoundedHttp.create(Duration.ofSeconds(10), 1 << 20);
        collateral =
                new CollateralService(new MemoryStore(), Optional.empty(), Duration.ofSeconds(5), TestEnclave.CLOCK);
        server = start(1_000_000, Optional.empty());
    }

    private ProxyServer start(long budget, Optional<String> apiKey) throws Exception {
        SecureRandom random = new SecureRandom();
        AttestedKeys keys = new AttestedKeys(
                new EvidenceCheck(TestEvidence.policy(), collateral, TestEnclave.CLOCK),
                http,
                random,
                TestEnclave.CLOCK);
        VerigradClient client = new VerigradClient(
                        TestEnclave.NETWORK,
                        ClientPolicy.of(Set.of(TestEnclave.USDC), TokenAmount.of(1_000)),
                        http,
                        TestEnclave.PAYER,
                        random,
                        TestEnclave.CLOCK)
                .attestedBy(keys);
        Proxy proxy = new Proxy(
                client,
                http,
                runner.url(),
                TokenAmount.of(budget),
                TokenAmount.of(1_000),
                (path, outcome) -> reports.add(path + " " + outcome.getClass().getSimpleName()));
        return ProxyServer.start(proxy, 0, apiKey);
    }

    @AfterEach
    void stops() {
        server.close();
        collateral.close();
        http.close();
        runner.close();
    }

    @Test
    void paysAndHandsOverTheVerifiedAnswerAsItIs() throws Exception {
        HttpResponse<String> answer = post("/embeddings", "{\"model\":\"m\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(new String(FakeRunner.ANSWER, StandardCharsets.UTF_8));
        assertThat(answer.headers().firstValue(Replies.RECEIPT_ID))
                .contains(ReceiptCodec.fromHeader(
                                answer.headers().firstValue(ReceiptCodec.HEADER).orElseThrow())
                        .id()
                        .toString());
        assertThat(reports).containsExactly("/v1/embeddings Answered");
        assertThat(runner.nonces).hasSize(1);
    }

    @Test
    void withholdsAnAnswerThatWasChangedAndHasNobodyAskAgain() throws Exception {
        runner.answer = "{\"data\":[9]}".getBytes(StandardCharsets.UTF_8);

        assertError(post("/embeddings", "{}"), 502, "receipt_not_good");
    }

    @Test
    void sendsNothingToARunnerWithoutEvidence() throws Exception {
        runner.evidence = nonce -> TestEvidence.of(TestEnclave.ENCLAVE, Hash32.ZERO);

        assertError(post("/embeddings", "{}"), 502, "runner_not_attested");
        assertThat(runner.statuses()).containsOnly(200);
    }

    @Test
    void repeatsTheRunnersOwnRefusal() throws Exception {
        runner.firstStatus = Optional.of(404);

        HttpResponse<String> answer = post("/embeddings", "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"title\":\"no\"}");
    }

    @Test
    void spendsNoMoreThanItsBudget() throws Exception {
        server.close();
        server = start(2_500, Optional.empty());

        assertThat(post("/embeddings", "{}").statusCode()).isEqualTo(200);
        assertThat(post("/embeddings", "{}").statusCode()).isEqualTo(200);
        assertError(post("/embeddings", "{}"), 402, "no_acceptable_offer");
    }

    @Test
    void countsWhatMayHaveBeenPaidForAWithheldAnswer() throws Exception {
        server.close();
        server = start(1_999, Optional.empty());
        runner.answer = "{\"data\":[9]}".getBytes(StandardCharsets.UTF_8);

        assertError(post("/embeddings", "{}"), 502, "receipt_not_good");
        assertError(post("/embeddings", "{}"), 402, "no_acceptable_offer");
    }

    @Test
    void streamsAWholeAnswerToAProgramThatWantsAStream() throws Exception {
        runner.answer = CHAT.getBytes(StandardCharsets.UTF_8);
        runner.receipt = receipt -> TestEnclave.changed(
                receipt,
                json -> json.put(
                        "responseHash",
                        io.verigrad.receipt.ContentHash.response(runner.answer).toString()));

        HttpResponse<String> answer = post(
                "/chat/completions",
                "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[]}");

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        List<String> events = List.of(answer.body().split("\n\n"));
        assertThat(events).hasSize(4).allMatch(event -> event.startsWith("data: "));
        JsonNode first = Json.read(events.getFirst().substring(6).getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(first.at("/choices/0/delta/content").asText()).isEqualTo("hello");
        assertThat(first.path("object").asText()).isEqualTo("chat.completion.chunk");
        assertThat(events.get(1)).contains("\"finish_reason\":\"stop\"");
        assertThat(events.get(2)).contains("\"choices\":[]", "\"total_tokens\":4");
        assertThat(events.getLast()).isEqualTo("data: [DONE]");
        assertError(post("/embeddings", "{\"stream\":true}"), 400, "stream_unsupported");
    }

    @Test
    void letsNoPageOfABrowserSpend() throws Exception {
        URI target = URI.create(server.baseUrl() + "/embeddings");
        HttpRequest.Builder page = HttpRequest.newBuilder(target).POST(BodyPublishers.ofString("{}"));

        assertThat(send(page.copy().header("Content-Type", "text/plain"))).isEqualTo(415);
        assertThat(send(page.copy()
                        .header("Content-Type", "application/json")
                        .header("Origin", "https://evil.invalid")))
                .isEqualTo(403);
        // A name of the attacker's that leads to this machine.
        try (Socket socket = new Socket("127.0.0.1", target.getPort())) {
            socket.getOutputStream()
                    .write(("POST /v1/embeddings HTTP/1.1\r\nHost: evil.invalid\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 2\r\nConnection: close\r\n\r\n{}")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine())
                    .contains(" 403 ");
        }
        assertThat(runner.statuses()).isEmpty();
    }

    @Test
    void wantsItsKeyWhereItHasOne() throws Exception {
        server.close();
        server = start(1_000_000, Optional.of("sk-local"));

        assertError(post("/embeddings", "{}"), 401, "invalid_api_key");
        assertThat(send(HttpRequest.newBuilder(URI.create(server.baseUrl() + "/embeddings"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer sk-local")
                        .POST(BodyPublishers.ofString("{}"))))
                .isEqualTo(200);
    }

    @Test
    void knowsNoOtherPaths() throws Exception {
        assertError(post("/../v2/models/iris/infer", "{}"), 404, "not_found");
        assertError(post("/embeddings", "[]"), 400, "malformed_request");
        assertThat(send(HttpRequest.newBuilder(URI.create(server.baseUrl() + "/files"))))
                .isEqualTo(404);
    }

    private static void assertError(HttpResponse<String> answer, int status, String code) throws Exception {
        JsonNode error = Json.read(answer.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(error.at("/error/code").asText()).isEqualTo(code);
        assertThat(answer.headers().map()).containsEntry("x-should-retry", List.of("false"));
    }

    private int send(HttpRequest.Builder request) throws Exception {
        return program.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return program.send(
                HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
