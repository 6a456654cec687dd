package io.verigrad.collateral;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Plays the services of vendors, well or badly. */
final class VendorServer implements AutoCloseable {
    /** What it does with one request. */
    interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    /** Paths with query, in the order they were asked for. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    VendorServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            asked.add(path);
            try (exchange) {
                answers.getOrDefault(path, status(404)).give(exchange);
            }
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void serve(String path, Answer answer) {
        answers.put(path, answer);
    }

    void serve(String path, Bytes body) {
        serve(path, body(body.toArray()));
    }

    static Answer body(byte[] body) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        };
    }

    static Answer withHeader(String name, String value, Answer answer) {
        return exchange -> {
            exchange.getResponseHeaders().set(name, value);
            answer.give(exchange);
        };
    }

    static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /** Promises more than it sends. */
    static Answer truncated(byte[] body) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body, 0, body.length / 2);
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /** Sends headers, then nothing until the caller gives up. */
    static Answer stalled(byte[] body, java.util.concurrent.CountDownLatch end) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
