package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;

/**
 * Answers a POST that holds no JSON. Without a body Funqy fails and REST waits a minute; text that is not JSON Funqy
 * refuses without a word, and logs a stack trace that strangers could ask for without end.
 */
class RequestBodies {
    private static final int PRIORITY = 100;
    /** These answer for themselves, in the form of their protocol. */
    private static final Set<String> FACILITATOR = Set.of("/verify", "/settle");

    void register(@Observes Filters filters) {
        filters.register(RequestBodies::filter, PRIORITY);
    }

    private static void filter(RoutingContext context) {
        if (!context.request().method().equals(HttpMethod.POST)) {
            context.next();
            return;
        }
        Optional<String> problem = problem(context);
        if (problem.isEmpty()) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(400)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.write(Refusal.of(RefusalReason.MALFORMED_REQUEST, problem.get()))));
    }

    private static Optional<String> problem(RoutingContext context) {
        Buffer body = context.body().buffer();
        if (body == null || body.length() == 0) {
            return Optional.of("expected a body of JSON, found none");
        }
        if (FACILITATOR.contains(context.request().path())) {
            return Optional.empty();
        }
        try {
            Json.read(body.getBytes(), JsonNode.class);
            return Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.of("expected a body of JSON: " + e.getMessage());
        }
    }
}
