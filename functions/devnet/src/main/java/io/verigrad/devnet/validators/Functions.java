package io.verigrad.devnet.validators;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Calls functions of services over HTTP, as anybody could. */
record Functions(BoundedHttp http) {
    /** The answer, or empty if the service cannot be reached. */
    Optional<JsonNode> ask(URI service, String function, Object body) {
        try {
            return Optional.of(call(service, function, body));
        } catch (IOException down) {
            return Optional.empty();
        }
    }

    JsonNode call(URI service, String function, Object body) throws IOException {
        URI url = service.resolve("/" + function);
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body)))
                .build());
        if (answer.statusCode() != 200) {
            throw new IOException("expected 200 of " + url + ", found " + answer.statusCode());
        }
        try {
            return Json.read(answer.body(), JsonNode.class);
        } catch (MalformedJsonException e) {
            throw new IOException("expected JSON of " + url + ": " + e.getMessage(), e);
        }
    }
}
