package io.verigrad.devnet.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/** What the functions take for the chain's node: it forwards to the real one, unless it is told to misbehave. */
final class FaultyLink implements AutoCloseable {
    /** How it behaves. */
    enum Mode {
        GOOD,
        /** Answers late. */
        SLOW,
        /** Drops every connection. */
        DOWN,
        /** Answers what is no answer: an error page, or a result of another kind. */
        WRONG
    }

    private static final Duration LATE = Duration.ofSeconds(3);
    private static final byte[] NONSENSE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"number\":\"never\"}}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BUSY = "<html>429 Too Many Requests</html>".getBytes(StandardCharsets.UTF_8);

    private final URI node;
    private final HttpServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile Mode mode = Mode.GOOD;

    FaultyLink(int nodePort) throws IOException {
        node = URI.create("http://127.0.0.1:" + nodePort);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void behave(Mode next) {
        mode = next;
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            byte[] request = exchange.getRequestBody().readAllBytes();
            switch (mode) {
                case GOOD -> forward(exchange, request);
                case SLOW -> {
                    Thread.sleep(LATE);
                    forward(exchange, request);
                }
                case WRONG -> {
                    boolean busy = request.length % 2 == 0;
                    send(exchange, busy ? 429 : 200, busy ? BUSY : NONSENSE);
                }
                case DOWN -> {
                    // Closing without an answer drops the connection.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void forward(HttpExchange exchange, byte[] request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(node)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        send(exchange, answer.statusCode(), answer.body());
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
