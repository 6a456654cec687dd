package io.verigrad.settlement;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Stands between the settler and the chain and can cut the line where it hurts most. */
final class RpcProxy {
    /** What happens to a transaction that is sent. */
    enum Sends {
        PASS,
        /** It never reaches the chain, as if the settler had died just before. */
        LOST,
        /** It reaches the chain and the answer does not come back, as if the settler had died just after. */
        UNANSWERED
    }

    private final URI chain;
    private final HttpClient http = HttpClient.newHttpClient();
    volatile Sends sends = Sends.PASS;

    RpcProxy(URI url, URI chain) {
        this.chain = chain;
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::forward);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean isSend = new String(body, StandardCharsets.UTF_8).contains("eth_sendRawTransaction");
        if (isSend && sends == Sends.LOST) {
            exchange.close();
            return;
        }
        byte[] answer = ask(body);
        if (isSend && sends == Sends.UNANSWERED) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** Asks the chain itself. */
    byte[] ask(byte[] body) throws IOException {
        try {
            return http.send(
                            HttpRequest.newBuilder(chain)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
