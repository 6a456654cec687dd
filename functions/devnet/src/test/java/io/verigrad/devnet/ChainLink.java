package io.verigrad.devnet;

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
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A link to the chain's node that can be cut at the moment a transaction is sent. */
final class ChainLink implements AutoCloseable {
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicReference<Optional<Runnable>> cut = new AtomicReference<>(Optional.empty());
    private final AtomicInteger cuts = new AtomicInteger();

    ChainLink(int nodePort) throws IOException {
        URI node = URI.create("http://127.0.0.1:" + nodePort);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> forward(exchange, node));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Before the next transaction reaches the node, {@code fault} runs and the connection drops. */
    void cutNextTransaction(Runnable fault) {
        cut.set(Optional.of(fault));
    }

    /** How many transactions were cut. */
    int cuts() {
        return cuts.get();
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }

    private void forward(HttpExchange exchange, URI node) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean sends = new String(body, StandardCharsets.UTF_8).contains("\"eth_sendRawTransaction\"");
        Optional<Runnable> fault = sends ? cut.getAndSet(Optional.empty()) : Optional.empty();
        if (fault.isPresent()) {
            cuts.incrementAndGet();
            fault.get().run();
            exchange.close();
            return;
        }
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(node)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }
}
