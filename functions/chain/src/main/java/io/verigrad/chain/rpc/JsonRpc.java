package io.verigrad.chain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.web3j.protocol.core.Response.Error;

/** JSON-RPC 2.0 in our own JSON, without the hundreds of classes of web3j and of its JSON. */
final class JsonRpc {
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient http;
    private final URI url;

    JsonRpc(OkHttpClient http, URI url) {
        this.http = http;
        this.url = url;
    }

    /**
     * @param method names the question in failures
     */
    JsonNode post(String method, JsonNode question) throws ChainUnavailableException {
        Request request = new Request.Builder()
                .url(url.toString())
                .post(RequestBody.create(Json.write(question), JSON))
                .build();
        try (Response response = http.newCall(request).execute()) {
            ResponseBody body = response.body();
            if (!response.isSuccessful() || body == null) {
                throw new ChainUnavailableException(method, "expected status 200, found " + response.code());
            }
            return Json.read(body.bytes(), JsonNode.class);
        } catch (InterruptedIOException e) {
            throw new ChainUnavailableException(method, "no answer in time", e);
        } catch (IOException | MalformedJsonException e) {
            throw new ChainUnavailableException(
                    method, "no usable answer (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** One question about the latest block, or about none. */
    JsonNode ask(String method, String... parameters) throws ChainUnavailableException {
        ObjectNode question = Json.mapper().createObjectNode();
        question.put("jsonrpc", "2.0").put("id", 0).put("method", method);
        ArrayNode list = question.putArray("params");
        for (String parameter : parameters) {
            list.add(parameter);
        }
        return post(method, question);
    }

    /** The error in an answer, if it is one. */
    static Optional<Error> error(JsonNode answer) {
        if (!(answer.get("error") instanceof ObjectNode found)) {
            return Optional.empty();
        }
        Error error =
                new Error(found.path("code").asInt(), found.path("message").asText());
        error.setData(found.path("data").isTextual() ? found.path("data").textValue() : null);
        return Optional.of(error);
    }
}
