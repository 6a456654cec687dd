package io.verigrad.chain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.util.Optional;
import org.web3j.protocol.core.Response.Error;

/** Several questions about the latest block in one round trip (JSON-RPC 2.0, section 6). Used by one thread, once. */
public final class RpcBatch {
    private static final String METHOD = "batch";
    private static final String LATEST = "latest";
    private static final int ATTEMPTS = 5;

    private final JsonRpc rpc;
    private final ArrayNode questions = Json.mapper().createArrayNode();

    RpcBatch(JsonRpc rpc) {
        this.rpc = rpc;
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
        return inOrder(rpc.post(METHOD, questions));
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
            Optional<Error> error = JsonRpc.error(answers[place.index()]);
            if (error.isPresent()) {
                throw Rpc.refused(place.method(), error.get());
            }
            return Rpc.bytes(
                    place.method(), answers[place.index()].path("result").textValue());
        }

        /** What a contract returned, or that it reverted. */
        public CallResult callResult(Place place) throws ChainUnavailableException {
            Optional<Error> error = JsonRpc.error(answers[place.index()]);
            return error.isEmpty() ? new CallResult.Returned(bytes(place)) : Rpc.reverted(place.method(), error.get());
        }

        private boolean cameBetweenBlocks() {
            for (JsonNode answer : answers) {
                if (JsonRpc.error(answer).filter(Rpc::cameBetweenBlocks).isPresent()) {
                    return true;
                }
            }
            return false;
        }
    }
}
