package io.verigrad.runner.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls functions by {@code POST <base>/<name>}: JSON in, JSON out, status 200. */
public final class FunctionClient {
    private static final int MAX_ANSWER = 1 << 20;

    private final HttpClient http;
    private final Duration timeout;

    /**
     * @param timeout of one call, connecting included
     */
    public FunctionClient(HttpClient http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    /**
     * Calls {@code name} at {@code base}.
     *
     * @throws FunctionException if there is no answer in time, another status than 200, or no JSON
     */
    public JsonNode call(URI base, String name, Object body) throws FunctionException {
        HttpRequest request = HttpRequest.newBuilder(at(base, name))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body)))
                .build();
        // HttpRequest's own timeout ends with the headers: a slow body must not hold the caller either.
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
        try {
            HttpResponse<byte[]> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new FunctionException(
                        "expected status 200 of " + name + ", found " + response.statusCode(), true);
            }
            return Json.read(response.body(), JsonNode.class);
        } catch (TimeoutException e) {
            throw new FunctionException(name + " did not answer in time", true, e);
        } catch (ExecutionException e) {
            throw failed(name, e);
        } catch (MalformedJsonException e) {
            throw new FunctionException(name + " answered no JSON", true, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FunctionException(name + " was interrupted", true, e);
        } finally {
            exchange.cancel(true);
        }
    }

    /** Messages go to strangers, so they name the function and never where it is. */
    private static FunctionException failed(String name, ExecutionException e) {
        return e.getCause() instanceof ConnectException || e.getCause() instanceof HttpConnectTimeoutException
                ? new FunctionException(name + " cannot be reached", false, e)
                : new FunctionException(name + " did not answer", true, e);
    }

    private static URI at(URI base, String name) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + name);
    }
}
