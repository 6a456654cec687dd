package io.verigrad.client.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and gives up on answers that are too long or too late. Follows no redirect: a payment is signed for one
 * address, and so is the request's hash.
 *
 * @param timeout for one exchange, from connecting to the last byte
 * @param maxBody bytes of an answer's body
 */
public record BoundedHttp(HttpClient client, Duration timeout, int maxBody) implements Transport, AutoCloseable {
    public static BoundedHttp create(Duration timeout, int maxBody) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new BoundedHttp(client, timeout, maxBody);
    }

    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        return exchange(request, BodyHandlers.ofByteArray());
    }

    /** The same, and shows the data of each event of a stream while it comes, on another thread, one after another. */
    public Transport watched(Consumer<byte[]> events) {
        return request -> exchange(request, EventReader.handler(events));
    }

    private HttpResponse<byte[]> exchange(HttpRequest request, BodyHandler<byte[]> handler) throws IOException {
        // The timeout of HttpRequest ends with the headers; a slow body must not hold the caller either.
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, BodyHandlers.limiting(handler, maxBody));
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(problem(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            exchange.cancel(true);
        }
    }

    /** Drops open exchanges. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    private static String problem(@Nullable Throwable cause) {
        if (cause == null) {
            return "failed";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
