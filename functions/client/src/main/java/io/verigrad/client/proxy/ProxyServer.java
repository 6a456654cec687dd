package io.verigrad.client.proxy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The proxy over HTTP, on the loopback address only. It spends money for whoever reaches it, so pages in a browser must not: it
 * answers only to its own names, wants JSON by its name, which makes a browser ask first, and grants no page anything.
 */
public final class ProxyServer implements AutoCloseable {
    private static final int MAX_BODY = 64 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Proxy proxy;
    private final Optional<String> apiKey;

    private ProxyServer(HttpServer server, Proxy proxy, Optional<String> apiKey) {
        this.server = server;
        this.proxy = proxy;
        this.apiKey = apiKey;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     * @param apiKey what programs must send as their key of OpenAI; empty lets everybody on this machine
     * @throws IOException if the port is taken
     */
    public static ProxyServer start(Proxy proxy, int port, Optional<String> apiKey) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ProxyServer server = new ProxyServer(http, proxy, apiKey);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    /** What programs take as the base URL of OpenAI's API. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", reply.contentType());
            reply.headers().forEach(headers::set);
            int size = reply.body().size();
            exchange.sendResponseHeaders(reply.status(), size == 0 ? -1 : size);
            exchange.getResponseBody().write(reply.body().toArray());
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String host = String.valueOf(headers.getFirst("Host"));
        if (!host.matches("(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]{1,5})?") || headers.containsKey("Origin")) {
            return Reply.error(403, "forbidden", "expected a program on this machine, found a page or another name");
        }
        if (!isAllowed(headers)) {
            return Reply.error(401, "invalid_api_key", "expected the API key that this proxy was started with");
        }
        String path = exchange.getRequestURI().getRawPath();
        return switch (exchange.getRequestMethod()) {
            case "GET" -> proxy.get(path);
            case "POST" -> post(exchange, path);
            default -> Reply.error(405, "method_not_allowed", "expected GET or POST");
        };
    }

    private Reply post(HttpExchange exchange, String path) throws IOException {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!type.matches("(?i)application/json *(;.*)?")) {
            return Reply.error(415, "unsupported_media_type", "expected application/json");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        return body.length > MAX_BODY
                ? Reply.error(413, "too_large", "expected at most " + MAX_BODY + " bytes")
                : proxy.post(path, Bytes.of(body));
    }

    private boolean isAllowed(Headers headers) {
        byte[] given = String.valueOf(headers.getFirst("Authorization")).getBytes(StandardCharsets.UTF_8);
        return apiKey.isEmpty()
                || MessageDigest.isEqual(given, ("Bearer " + apiKey.get()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
