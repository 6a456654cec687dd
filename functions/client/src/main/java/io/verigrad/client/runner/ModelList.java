package io.verigrad.client.runner;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;

/** Asks a runner for its models ({@code GET /v1/models}). */
public final class ModelList {
    private static final int MAX_MODELS = 1_000;

    private ModelList() {}

    /** @throws IOException if the runner does not answer, or with something else; the message is for people */
    public static List<ListedModel> of(URI runner, BoundedHttp http) throws IOException {
        URI target = URI.create(runner.toString().replaceAll("/+$", "") + "/v1/models");
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(target)
                .header("Accept", "application/json")
                .GET()
                .build());
        if (answer.statusCode() != 200) {
            throw new IOException("expected status 200 of /v1/models, found " + answer.statusCode());
        }
        try {
            JsonNode data = Json.read(answer.body(), JsonNode.class).path("data");
            if (!data.isArray() || data.size() > MAX_MODELS) {
                throw new IOException("expected a list of at most " + MAX_MODELS + " models");
            }
            return StreamSupport.stream(data.spliterator(), false)
                    .map(ListedModel::of)
                    .toList();
        } catch (MalformedJsonException e) {
            throw new IOException("expected a list of models: " + e.getMessage(), e);
        }
    }
}
