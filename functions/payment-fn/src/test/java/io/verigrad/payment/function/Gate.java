package io.verigrad.payment.function;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands between the function and the chain, which is as good or bad as its {@link Link}. A PUT of one sets it. */
final class Gate implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI target;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Link link = Link.GOOD;

    private Gate(HttpServer server, URI target) {
        this.server = server;
        this.target = target;
    }

    static Gate open(URI target) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Gate gate = new Gate(server, target);
        server.setExecutor(gate.threads);
        server.createContext("/", gate::handle);
        server.start();
        return gate;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sets the link of the gate at this address, also of one that another class loader made. */
    static void set(URI url, Link link) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(url)
                            .PUT(HttpRequest.BodyPublishers.ofString(link.name()))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("PUT")) {
            set(Link.valueOf(new String(body, StandardCharsets.US_ASCII)));
            answer(exchange, 200, new byte[0]);
            return;
        }
        switch (link) {
            case GOOD -> answer(exchange, 200, forward(body));
            case DOWN -> answer(exchange, 503, new byte[0]);
            case GARBAGE -> answer(exchange, 200, text("<html>Bad gateway</html>"));
            case EMPTY -> answer(exchange, 200, text(body[0] == '[' ? "[]" : "{}"));
            case WRONG -> answer(exchange, 200, replaced(forward(body), "\"result\":[true]"));
            case FAILING ->
                answer(exchange, 200, replaced(forward(body), "\"error\":{\"code\":-32603,\"message\":\"internal\"}"));
            case SLOW -> {
                awaitGood();
                answer(exchange, 200, forward(body));
            }
        }
    }

    private void set(Link next) {
        lock.lock();
        try {
            link = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitGood() {
        lock.lock();
        try {
            while (link == Link.SLOW) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The same answers with another result each. */
    private static byte[] replaced(byte[] answers, String instead) {
        String ids = new String(answers, StandardCharsets.UTF_8);
        Matcher id = Pattern.compile("\"id\":([0-9]+)").matcher(ids);
        List<String> changed = new ArrayList<>();
        while (id.find()) {
            changed.add("{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + "," + instead + "}");
        }
        return text(ids.startsWith("[") ? changed.toString() : changed.getFirst());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] forward(byte[] body) throws IOException {
        try {
            return client.send(
                            HttpRequest.newBuilder(target)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
