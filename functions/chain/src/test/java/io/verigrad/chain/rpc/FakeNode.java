package io.verigrad.chain.rpc;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A loopback server that gives its answers in turn, and the last one for ever. */
public final class FakeNode implements AutoCloseable {
    private final HttpServer server;

    public FakeNode(int status, String... answers) throws IOException {
        AtomicInteger next = new AtomicInteger();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String answer = answers[Math.min(next.getAndIncrement(), answers.length - 1)];
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    /** A node that answers this JSON as the result. */
    public static FakeNode result(String json) throws IOException {
        return new FakeNode(200, "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":" + json + "}");
    }

    /** A node that answers this error. */
    public static FakeNode error(int code, String message, String data) throws IOException {
        return new FakeNode(
                200,
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":" + code + ",\"message\":\"" + message
                        + "\",\"data\":\"" + data + "\"}}");
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v2/secret-key");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
