package io.verigrad.runner.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

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
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream answer = response.body()) {
                if (response.statusCode() != 200) {
                    throw new FunctionException(
                            "expected status 200 of " + name + ", found " + response.statusCode(), true);
                }
                byte[] json = answer.readNBytes(MAX_ANSWER + 1);
                if (json.length > MAX_ANSWER) {
                    throw new FunctionException(name + " answered more than " + MAX_ANSWER + " bytes", true);
                }
                return Json.read(json, JsonNode.class);
            }
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new FunctionException(name + " cannot be reached at " + base, false, e);
        } catch (IOException e) {
            throw new FunctionException(name + " at " + base + " did not answer", true, e);
        } catch (MalformedJsonException e) {
            throw new FunctionException(name + " answered no JSON", true, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FunctionException(name + " was interrupted", true, e);
        }
    }

    private static URI at(URI base, String name) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + name);
    }
}
