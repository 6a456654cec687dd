package io.verigrad.verifier.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses a POST that holds no JSON value. Without a body, or with {@code null}, a function would fail as if by a bug of
 * ours; text that is not JSON would be logged with a stack trace that strangers could ask for without end.
 */
class RequestBodies {
    private static final int PRIORITY = 100;

    void register(@Observes Filters filters) {
        filters.register(RequestBodies::filter, PRIORITY);
    }

    private static void filter(RoutingContext context) {
        Optional<String> problem =
                context.request().method().equals(HttpMethod.POST) ? problem(context) : Optional.empty();
        if (problem.isEmpty()) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(400)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.write(Map.of("reason", "malformed_request", "message", problem.get()))));
    }

    private static Optional<String> problem(RoutingContext context) {
        Buffer body = context.body().buffer();
        if (body == null || body.length() == 0) {
            return Optional.of("expected a body of JSON, found none");
        }
        try {
            return Json.read(body.getBytes(), JsonNode.class).isObject()
                    ? Optional.empty()
                    : Optional.of("expected a JSON object");
        } catch (MalformedJsonException e) {
            return Optional.of("expected a JSON object: " + e.getMessage());
        }
    }
}
