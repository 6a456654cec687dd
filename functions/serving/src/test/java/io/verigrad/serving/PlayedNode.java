package io.verigrad.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** A node that knows its chain id and where there is code. */
final class PlayedNode {
    volatile String chainId = "0x14a34";
    volatile Set<String> code = Set.of();

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    PlayedNode() throws IOException {
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request;
        try {
            request = Json.read(exchange.getRequestBody().readAllBytes(), JsonNode.class);
        } catch (MalformedJsonException e) {
            throw new IOException(e);
        }
        String result = switch (request.path("method").asText()) {
            case "eth_chainId" -> chainId;
            case "eth_getCode" -> code.contains(request.path("params").path(0).asText()) ? "0x6001" : "0x";
            default -> throw new IOException("not played: " + request.path("method"));
        };
        byte[] answer = Json.write(Map.of("jsonrpc", "2.0", "id", request.path("id"), "result", result));
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
