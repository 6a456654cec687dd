package io.verigrad.runner.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;

/** Functions on a loopback port. */
public final class FunctionServer implements AutoCloseable {
    private final HttpServer server;

    /** Answers one call, or throws for status 500. */
    @FunctionalInterface
    public interface Function {
        Object answer(JsonNode body) throws Exception;
    }

    public FunctionServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public FunctionServer with(String name, Function function) {
        server.createContext("/" + name, exchange -> answer(exchange, function));
        return this;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, Function function) throws IOException {
        try (exchange) {
            byte[] answer;
            int status = 200;
            try {
                answer = Json.write(
                        function.answer(Json.read(exchange.getRequestBody().readAllBytes(), JsonNode.class)));
            } catch (Exception e) {
                status = 500;
                answer = new byte[] {'{', '}'};
            }
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
