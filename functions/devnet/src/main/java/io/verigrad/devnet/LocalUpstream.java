package io.verigrad.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Plays the provider of a closed model: OpenAI's chat completions, always in the same words. */
final class LocalUpstream implements AutoCloseable {
    /** What the provider calls its model. */
    static final String MODEL = "parrot-1";

    private static final String ANSWER = "I am a closed model. Who I am, only my host can say.";

    private final HttpServer server;

    private LocalUpstream(HttpServer server) {
        this.server = server;
    }

    static LocalUpstream start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", LocalUpstream::answer);
        server.start();
        return new LocalUpstream(server);
    }

    /** The base of its API. */
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = Json.read(exchange.getRequestBody().readAllBytes(), JsonNode.class);
            ObjectNode json = Json.mapper().createObjectNode().put("id", "chatcmpl-1");
            json.put("object", "chat.completion").put("created", 0);
            json.set("model", request.path("model"));
            ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
            choice.putObject("message").put("role", "assistant").put("content", ANSWER);
            choice.put("finish_reason", "stop");
            json.putObject("usage")
                    .put("prompt_tokens", 6)
                    .put("completion_tokens", 12)
                    .put("total_tokens", 18);
            byte[] body = Json.write(json);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (MalformedJsonException e) {
            exchange.sendResponseHeaders(400, -1);
        }
    }
}
