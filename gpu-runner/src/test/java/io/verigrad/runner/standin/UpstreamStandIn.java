package io.verigrad.runner.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An upstream of OpenAI's API on a loopback port, which answers what it is told to. */
public final class UpstreamStandIn implements AutoCloseable {
    /** One request as it arrived. */
    public record Seen(String path, String authorization, List<String> headers, String body) {}

    /** Writes one answer. */
    @FunctionalInterface
    public interface Answer {
        void write(HttpExchange exchange) throws IOException;
    }

    /** What it answers. */
    public volatile Answer answer = json(200, "{}");

    /** What it was asked. */
    public final List<Seen> seen = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    public UpstreamStandIn() {
        this(create());
    }

    /** On a server that is not started yet. */
    public UpstreamStandIn(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                seen.add(new Seen(
                        exchange.getRequestURI().getPath(),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        List.copyOf(exchange.getRequestHeaders().keySet()),
                        body));
                answer.write(exchange);
            }
        });
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/v1");
    }

    public static Answer json(int status, String body) {
        return typed(status, "application/json", body);
    }

    public static Answer typed(int status, String type, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Promises more bytes than it sends. */
    public static Answer cut(String body) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length() + 10L);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        };
    }

    public static Answer redirect(String location) {
        return exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
