package io.verigrad.chain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.web3j.protocol.core.Response.Error;

/** Several questions about the latest block in one round trip (JSON-RPC 2.0, section 6). Used by one thread, once. */
public final class RpcBatch {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final String METHOD = "batch";
    private static final String LATEST = "latest";
    private static final int ATTEMPTS = 5;

    private final OkHttpClient http;
    private final URI url;
    private final ArrayNode questions = Json.mapper().createArrayNode();

    RpcBatch(OkHttpClient http, URI url) {
        this.http = http;
        this.url = url;
    }

    /** Where the answer to a question will be. */
    public record Place(int index, String method) {}

    /** The code at an address. */
    public Place code(Address address) {
        return ask("eth_getCode", Json.mapper().createArrayNode().add(address.toString()));
    }

    /** A call without effect. */
    public Place call(Address from, Address to, Bytes data, BigInteger gas) {
        ArrayNode parameters = Json.mapper().createArrayNode();
        parameters
                .addObject()
                .put("from", from.toString())
                .put("to", to.toString())
                .put("gas", "0x" + gas.toString(16))
                .put("data", data.toString());
        return ask("eth_call", parameters);
    }

    private Place ask(String method, ArrayNode parameters) {
        Place place = new Place(questions.size(), method);
        questions
                .addObject()
                .put("jsonrpc", "2.0")
                .put("id", place.index())
                .put("method", method)
                .set("params", parameters.add(LATEST));
        return place;
    }

    /** Asks; every question has an answer then, which may be an error of the node. */
    public Answers send() throws ChainUnavailableException {
        Answers answers = sendOnce();
        for (int attempt = 1; attempt < ATTEMPTS && answers.cameBetweenBlocks(); attempt++) {
            answers = sendOnce();
        }
        return answers;
    }

    private Answers sendOnce() throws ChainUnavailableException {
        Request request = new Request.Builder()
                .url(url.toString())
                .post(RequestBody.create(Json.write(questions), JSON))
                .build();
        try (Response response = http.newCall(request).execute()) {
            ResponseBody body = response.body();
            if (!response.isSuccessful() || body == null) {
                throw new ChainUnavailableException(METHOD, "expected status 200, found " + response.code());
            }
            return inOrder(Json.read(body.bytes(), JsonNode.class));
        } catch (InterruptedIOException e) {
            throw new ChainUnavailableException(METHOD, "no answer in time", e);
        } catch (IOException | MalformedJsonException e) {
            throw new ChainUnavailableException(
                    METHOD, "no usable answer (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** A node may answer in any order. */
    private Answers inOrder(JsonNode found) throws ChainUnavailableException {
        JsonNode[] answers = new JsonNode[questions.size()];
        for (JsonNode answer : found) {
            int id = answer.path("id").asInt(-1);
            if (id >= 0 && id < answers.length) {
                answers[id] = answer;
            }
        }
        for (JsonNode answer : answers) {
            if (answer == null) {
                throw new ChainUnavailableException(METHOD, "expected " + answers.length + " answers, found less");
            }
        }
        return new Answers(answers);
    }

    /** What the node answered. */
    public static final class Answers {
        private final JsonNode[] answers;

        private Answers(JsonNode[] answers) {
            this.answers = answers;
        }

        /** A byte string. */
        public Bytes bytes(Place place) throws ChainUnavailableException {
            Optional<Error> error = error(answers[place.index()]);
            if (error.isPresent()) {
                throw Rpc.refused(place.method(), error.get());
            }
            return Rpc.bytes(
                    place.method(), answers[place.index()].path("result").textValue());
        }

        /** What a contract returned, or that it reverted. */
        public CallResult callResult(Place place) throws ChainUnavailableException {
            Optional<Error> error = error(answers[place.index()]);
            return error.isEmpty() ? new CallResult.Returned(bytes(place)) : Rpc.reverted(place.method(), error.get());
        }

        private boolean cameBetweenBlocks() {
            for (JsonNode answer : answers) {
                if (error(answer).filter(Rpc::cameBetweenBlocks).isPresent()) {
                    return true;
                }
            }
            return false;
        }

        private static Optional<Error> error(JsonNode answer) {
            if (!(answer.get("error") instanceof ObjectNode found)) {
                return Optional.empty();
            }
            Error error =
                    new Error(found.path("code").asInt(), found.path("message").asText());
            error.setData(found.path("data").isTextual() ? found.path("data").textValue() : null);
            return Optional.of(error);
        }
    }
}
