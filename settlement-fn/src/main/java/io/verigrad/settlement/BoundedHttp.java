package io.verigrad.settlement;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives up on answers that are too long or too late.
 *
 * @param timeout for one exchange, from connecting to the last byte
 * @param maxBody bytes of an answer's body
 */
record BoundedHttp(HttpClient client, Duration timeout, int maxBody) implements AutoCloseable {
    static BoundedHttp create(Duration timeout, int maxBody) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new BoundedHttp(client, timeout, maxBody);
    }

    /**
     * Sends one request.
     *
     * @throws IOException if no whole answer came in time
     */
    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        // The timeout of HttpRequest ends with the headers; a body that never ends must not hold the caller either.
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBody));
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("no answer: " + e.getCause(), e);
        } finally {
            exchange.cancel(true);
        }
    }

    /** Drops open exchanges. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
