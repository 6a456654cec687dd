package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.verigrad.call.SignedCall;
import io.verigrad.chain.Chain;
import io.verigrad.chain.Permit2Transfer;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** One running function with a real database and a real chain; all tests of it share one start. */
abstract class PaymentFnTest {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TestHTTPResource
    URI url = URI.create("/");

    @Inject
    Chain chain;

    @Inject
    TypedDataDomain domain;

    /** What came back. */
    record Answer(int status, String text, Optional<String> retryAfter) {
        JsonNode json() {
            try {
                return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
            } catch (io.verigrad.json.MalformedJsonException e) {
                throw new AssertionError("expected JSON, found status " + status + ": " + text, e);
            }
        }

        String member(String name) {
            return json().path(name).asText();
        }
    }

    static Hash32 fresh() {
        return Keys.hash("fresh " + COUNTER.incrementAndGet());
    }

    /** A payer with money whom no other test knows. */
    PrivateKey payer(long balance) throws Exception {
        PrivateKey payer = PrivateKey.parse(fresh().toString());
        payer(payer, balance);
        return payer;
    }

    void payer(PrivateKey payer, long balance) throws Exception {
        Bytes mint = StructEncoder.untyped()
                .address(payer.address())
                .uint(TokenAmount.of(balance))
                .encoded();
        DevChain.send(chain, DevnetContracts.USDC, Bytes.concat(Selector.of("mint(address,uint256)"), mint));
    }

    /** Lets Permit2 take this much of a payer, as payers do once. */
    void approve(PrivateKey payer, long amount) throws Exception {
        node("anvil_setBalance", '"' + payer.address().toString() + "\", \"0xde0b6b3a7640000\"");
        Bytes words = StructEncoder.untyped()
                .address(Permit2Transfer.PERMIT2)
                .uint(amount)
                .encoded();
        DevChain.send(chain, payer, DevnetContracts.USDC, Bytes.concat(Selector.of("approve(address,uint256)"), words));
    }

    /** Asks the node something, and gives what it says. */
    String node(String method, String parameters) throws Exception {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[" + parameters + "]}";
        Answer answer = send(HttpRequest.newBuilder(chain.config().rpcUrl())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call))
                .build());
        if (answer.text().contains("\"error\"")) {
            throw new AssertionError(answer.text());
        }
        return answer.json().path("result").asText();
    }

    JsonNode call(String function, JsonNode body, PrivateKey enclave) {
        return Json.tree(SignedCall.sign(function, body, domain, enclave, Clock.systemUTC()));
    }

    Answer called(String function, JsonNode body, PrivateKey enclave) {
        return post(function, call(function, body, enclave).toString());
    }

    Answer aboutPayment(String function, String paymentId, PrivateKey enclave) {
        ObjectNode body = Json.mapper().createObjectNode().put("paymentId", paymentId);
        return called(function, function.equals("release") ? body.put("reason", "model_failed") : body, enclave);
    }

    String state(String paymentId) {
        return status(paymentId).member("state");
    }

    Answer status(String paymentId) {
        return post(
                "status",
                Json.mapper().createObjectNode().put("paymentId", paymentId).toString());
    }

    Answer post(String path, String body) {
        return send(HttpRequest.newBuilder(url.resolve("/" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(url.resolve("/" + path)).build());
    }

    void whileTheChainIsDown(Runnable work) throws Exception {
        whileTheChainIs(Link.DOWN, work);
    }

    void whileTheChainIs(Link link, Runnable work) throws Exception {
        URI gate = chain.config().rpcUrl();
        Gate.set(gate, link);
        try {
            work.run();
        } finally {
            Gate.set(gate, Link.GOOD);
        }
    }

    static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        return atOnce(Collections.nCopies(times, work));
    }

    static <T> List<T> atOnce(List<Callable<T>> works) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> work : works) {
                futures.add(threads.submit(work));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().firstValue("Retry-After"));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer of " + request.uri(), e);
        }
    }
}
