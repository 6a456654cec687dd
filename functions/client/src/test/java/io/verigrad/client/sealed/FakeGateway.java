package io.verigrad.client.sealed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.client.FakeRunner;
import io.verigrad.ohttp.BinaryRequest;
import io.verigrad.ohttp.BinaryResponse;
import io.verigrad.ohttp.Field;
import io.verigrad.ohttp.Framing;
import io.verigrad.ohttp.Gateway;
import io.verigrad.ohttp.OhttpException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens sealed calls before a runner of the tests, and keeps what passed by. */
final class FakeGateway implements AutoCloseable {
    private final HttpServer server;
    private final FakeRunner runner;
    private final HttpClient http = HttpClient.newHttpClient();

    /** The key it opens with. */
    Gateway gateway;

    /** Answers in the clear if set. */
    boolean inTheClear;

    /** The sealed requests. */
    final List<byte[]> seen = new CopyOnWriteArrayList<>();

    FakeGateway(FakeRunner runner, Gateway gateway) throws IOException {
        this.runner = runner;
        this.gateway = gateway;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                handle(exchange);
            }
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/relay");
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] message = exchange.getRequestBody().readAllBytes();
        seen.add(message);
        try {
            Gateway.Opened opened = gateway.open(message, Framing.WHOLE);
            BinaryResponse answer = forward(BinaryRequest.parse(opened.request()));
            exchange.getResponseHeaders().set("Content-Type", inTheClear ? "text/plain" : "message/ohttp-res");
            send(exchange, 200, opened.response().seal(answer.encode()));
        } catch (OhttpException e) {
            send(exchange, 400, ("{\"type\":\"" + Gateway.UNKNOWN_KEY + "\"}").getBytes(StandardCharsets.UTF_8));
        }
    }

    private BinaryResponse forward(BinaryRequest request) throws IOException {
        HttpRequest.Builder inner = HttpRequest.newBuilder(runner.url().resolve(request.path()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.content()));
        request.fields().forEach(field -> inner.header(field.name(), field.value()));
        try {
            HttpResponse<byte[]> answer = http.send(inner.build(), HttpResponse.BodyHandlers.ofByteArray());
            List<Field> fields = answer.headers().map().entrySet().stream()
                    .filter(entry -> !Set.of("content-length", "date").contains(entry.getKey()))
                    .flatMap(entry -> entry.getValue().stream().map(value -> new Field(entry.getKey(), value)))
                    .toList();
            return new BinaryResponse(answer.statusCode(), fields, answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
