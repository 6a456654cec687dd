package io.verigrad.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses a plain POST whose body its function cannot have. Funqy fails, as if by a bug of ours and with a stack trace, where
 * a function without an argument is sent a body, and where one with an argument is sent none or no JSON. Events are none of
 * its business: they have a gate of their own.
 */
class RequestBodies {
    private static final int PRIORITY = 100;
    private static final String WITHOUT_BODY = "/tick";

    void register(@Observes Filters filters) {
        filters.register(RequestBodies::filter, PRIORITY);
    }

    private static void filter(RoutingContext context) {
        Optional<String> problem = context.request().method().equals(HttpMethod.POST) && !isEvent(context.request())
                ? problem(context)
                : Optional.empty();
        if (problem.isEmpty()) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(400)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.write(Map.of("reason", "malformed_request", "message", problem.get()))));
    }

    private static boolean isEvent(HttpServerRequest request) {
        String mediaType =
                Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        return mediaType.toLowerCase(Locale.ROOT).startsWith("application/cloudevents")
                || request.headers().names().stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("ce-"));
    }

    private static Optional<String> problem(RoutingContext context) {
        Buffer body = context.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        if (context.normalizedPath().equals(WITHOUT_BODY)) {
            return bytes.length == 0
                    ? Optional.empty()
                    : Optional.of("expected no body, found one: a tick says nothing");
        }
        if (bytes.length == 0) {
            return Optional.of("expected a body of JSON, found none");
        }
        try {
            Json.read(bytes, JsonNode.class);
            return Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.of("expected JSON: " + e.getMessage());
        }
    }
}
