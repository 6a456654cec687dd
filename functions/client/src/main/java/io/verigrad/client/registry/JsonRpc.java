package io.verigrad.client.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * The little JSON-RPC that reading contracts takes.
 *
 * @param url often holds a key, so it is never printed
 */
public record JsonRpc(BoundedHttp http, URI url) {
    /** A node that keeps no history refuses to look at the latest block if the next one comes in that moment. */
    private static final String BETWEEN_BLOCKS = "BlockOutOfRange";

    private static final int ATTEMPTS = 4;

    /** The result of a method, which must be a hex string. */
    public String call(String method, List<?> parameters) throws RegistryUnavailableException {
        JsonNode answer = answer(method, parameters);
        JsonNode result = answer.path("result");
        if (!result.isTextual()) {
            throw new RegistryUnavailableException(
                    method + ": expected a result, found error code "
                            + answer.path("error").path("code").asInt(),
                    null);
        }
        return result.asText();
    }

    /** The whole answer to a method, its error included. */
    public JsonNode answer(String method, List<?> parameters) throws RegistryUnavailableException {
        JsonNode answer = ask(method, parameters);
        for (int attempt = 1; attempt < ATTEMPTS && cameBetweenBlocks(answer); attempt++) {
            answer = ask(method, parameters);
        }
        return answer;
    }

    @Override
    public String toString() {
        return "JsonRpc";
    }

    private static boolean cameBetweenBlocks(JsonNode answer) {
        return answer.path("error").path("message").asText().contains(BETWEEN_BLOCKS);
    }

    private JsonNode ask(String method, List<?> parameters) throws RegistryUnavailableException {
        byte[] body = Json.write(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", parameters));
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request);
            if (response.statusCode() != 200) {
                throw new RegistryUnavailableException(method + ": HTTP status " + response.statusCode(), null);
            }
            return Json.read(response.body(), JsonNode.class);
        } catch (IOException e) {
            throw new RegistryUnavailableException(method + ": the node does not answer", e);
        } catch (MalformedJsonException e) {
            throw new RegistryUnavailableException(method + ": the answer is not JSON", e);
        }
    }

    /** {@code eth_call} at the latest block. */
    public Bytes view(String contract, Bytes data) throws RegistryUnavailableException {
        String result = call("eth_call", List.of(Map.of("to", contract, "data", data.toString()), "latest"));
        try {
            return Bytes.parse(result);
        } catch (IllegalArgumentException e) {
            throw new RegistryUnavailableException("eth_call: expected hex in the answer", e);
        }
    }
}
