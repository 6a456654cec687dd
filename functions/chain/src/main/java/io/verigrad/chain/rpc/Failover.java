package io.verigrad.chain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.ChainId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/**
 * Asks several nodes as if they were one. A question goes to the first that answers, in the configured order; a node that
 * is down, slow, answers no JSON-RPC or is on another chain is left alone for a while. What a transaction did, on which
 * money is counted as settled, is believed only when two nodes say the same, so that no single one can make it up.
 */
final class Failover implements Interceptor {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final byte[] CHAIN_ID =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"eth_chainId\",\"params\":[]}".getBytes(StandardCharsets.UTF_8);
    private static final int WITNESSES = 2;

    private final List<Endpoint> endpoints;
    private final ChainId chainId;
    private final OkHttpClient http;

    /**
     * @param http asks one node; its timeouts are those of one attempt
     */
    Failover(List<Endpoint> endpoints, ChainId chainId, OkHttpClient http) {
        this.endpoints = List.copyOf(endpoints);
        this.chainId = chainId;
        this.http = http;
    }

    /** A usable answer. */
    private record Answer(Endpoint endpoint, byte[] body, JsonNode json) {}

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        byte[] question = bodyOf(request);
        List<Endpoint> order = inOrderOfTrust();
        byte[] answer = ReceiptEssence.isAskedFor(parse(question)) ? agreed(order, question) : first(order, question);
        return new Response.Builder()
                .request(request)
                .protocol(okhttp3.Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(answer, JSON))
                .build();
    }

    /** Those that work first, in the configured order; the others all the same, for where none works. */
    private List<Endpoint> inOrderOfTrust() {
        List<Endpoint> order = new ArrayList<>();
        List<Endpoint> paused = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            (endpoint.isOpenForUse() ? order : paused).add(endpoint);
        }
        order.addAll(paused);
        return order;
    }

    private byte[] first(List<Endpoint> order, byte[] question) throws IOException {
        IOException failure = new IOException("no endpoint");
        for (Endpoint endpoint : order) {
            try {
                return ask(endpoint, question).body();
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private byte[] agreed(List<Endpoint> order, byte[] question) throws IOException {
        Map<String, List<Answer>> answers = new LinkedHashMap<>();
        IOException failure = new EndpointsDisagreeException();
        for (Endpoint endpoint : order) {
            try {
                Answer answer = ask(endpoint, question);
                String essence = ReceiptEssence.of(answer.json());
                List<Answer> same = answers.computeIfAbsent(essence, key -> new ArrayList<>());
                same.add(answer);
                if (same.size() == WITNESSES) {
                    outvote(answers, essence);
                    return same.getFirst().body();
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        throw answers.size() > 1 ? new EndpointsDisagreeException() : failure;
    }

    /** One that knows nothing of the transaction yet may be late; one that tells another story is not asked again soon. */
    private static void outvote(Map<String, List<Answer>> answers, String majority) {
        answers.forEach((essence, others) -> {
            if (!essence.equals(majority)
                    && !ReceiptEssence.isNothing(others.getFirst().json())) {
                others.forEach(other -> other.endpoint().failed());
            }
        });
    }

    private Answer ask(Endpoint endpoint, byte[] question) throws IOException {
        try {
            if (!endpoint.isOnOurChain()) {
                requireOurChain(askOnce(endpoint, CHAIN_ID).json());
                endpoint.foundOnOurChain();
            }
            Answer answer = askOnce(endpoint, question);
            endpoint.answered();
            return answer;
        } catch (IOException e) {
            endpoint.failed();
            throw e;
        }
    }

    private void requireOurChain(JsonNode answer) throws IOException {
        String found = answer.path("result").asText();
        if (!found.equals("0x" + Long.toHexString(chainId.value()))) {
            throw new WrongChainException(chainId);
        }
    }

    private Answer askOnce(Endpoint endpoint, byte[] question) throws IOException {
        Request request = new Request.Builder()
                .url(endpoint.url())
                .post(RequestBody.create(question, JSON))
                .build();
        try (Response response = http.newCall(request).execute()) {
            ResponseBody body = response.body();
            if (!response.isSuccessful() || body == null) {
                throw new IOException("expected status 200, found " + response.code());
            }
            byte[] bytes = body.bytes();
            JsonNode json = parse(bytes);
            if (!json.isArray() && !json.has("result") && !json.has("error")) {
                throw new IOException("expected a JSON-RPC answer");
            }
            return new Answer(endpoint, bytes, json);
        }
    }

    private static JsonNode parse(byte[] json) throws IOException {
        try {
            return Json.read(json, JsonNode.class);
        } catch (MalformedJsonException e) {
            throw new IOException("expected JSON", e);
        }
    }

    private static byte[] bodyOf(Request request) throws IOException {
        RequestBody body = request.body();
        if (body == null) {
            throw new IOException("expected a question, found an empty body");
        }
        Buffer buffer = new Buffer();
        body.writeTo(buffer);
        return buffer.readByteArray();
    }

    /** No two nodes told the same of a transaction. */
    static final class EndpointsDisagreeException extends IOException {
        private static final long serialVersionUID = 1L;

        EndpointsDisagreeException() {
            super("no two endpoints say the same");
        }
    }

    /** A node of another chain. */
    static final class WrongChainException extends IOException {
        private static final long serialVersionUID = 1L;

        WrongChainException(ChainId expected) {
            super("expected an endpoint of chain " + expected);
        }
    }
}
