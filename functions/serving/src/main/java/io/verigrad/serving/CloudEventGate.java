package io.verigrad.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses CloudEvents that this function cannot take, with 400 and the reason (CloudEvents 1.0, HTTP protocol binding,
 * section 3). Knative sends what is answered with 400 to the dead letters at once; 404, the framework's own answer to an
 * unknown type, it would send again and again.
 */
class CloudEventGate {
    static final int PRIORITY = 90;

    private static final String BINARY = "application/json";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch";
    private static final String SPEC_VERSION = "1.0";
    private static final int MAX_QUOTED = 80;

    private final AcceptedEvents accepted;

    CloudEventGate(AcceptedEvents accepted) {
        this.accepted = accepted;
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, PRIORITY);
    }

    /** Data that is not of its type's form would be answered 500 and come again and again. */
    void failures(@Observes Router router) {
        router.route().failureHandler(CloudEventGate::unreadable);
    }

    void filter(RoutingContext context) {
        Optional<String> problem =
                context.request().method().equals(HttpMethod.POST) ? problem(context) : Optional.empty();
        if (problem.isEmpty()) {
            context.next();
            return;
        }
        refuse(context, problem.get());
    }

    /** The framework fails so while it reads data, and otherwise when a function does. */
    private static void unreadable(RoutingContext context) {
        if (context.failure() instanceof UncheckedIOException failure
                && failure.getCause() instanceof JsonProcessingException problem
                && !context.response().ended()) {
            String where = problem instanceof JsonMappingException mapping ? mapping.getPathReference() : "";
            refuse(
                    context,
                    "expected data of the form of its type, found other" + (where.isEmpty() ? "" : " at " + where));
            return;
        }
        context.next();
    }

    private static void refuse(RoutingContext context, String problem) {
        context.response()
                .setStatusCode(400)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.write(Map.of("reason", "unacceptable_event", "message", problem))));
    }

    private Optional<String> problem(RoutingContext context) {
        HttpServerRequest request = context.request();
        String mediaType = mediaType(request);
        if (mediaType.equals(STRUCTURED)) {
            return structured(context.body().buffer());
        }
        if (mediaType.startsWith(BATCH)) {
            return Optional.of("expected one event in a request, found a batch");
        }
        boolean event = request.headers().names().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("ce-"));
        if (!event) {
            return Optional.empty();
        }
        if (!mediaType.isEmpty() && !mediaType.equals(BINARY)) {
            return Optional.of("expected data of type " + BINARY + ", found " + quoted(mediaType));
        }
        Buffer body = context.body().buffer();
        return problem(name -> request.getHeader("ce-" + name), body != null && body.length() > 0);
    }

    private Optional<String> structured(@Nullable Buffer body) {
        if (body == null) {
            return Optional.of("expected an event, found no body");
        }
        JsonNode event;
        try {
            event = Json.read(body.getBytes(), JsonNode.class);
        } catch (MalformedJsonException e) {
            return Optional.of("expected an event as JSON: " + e.getMessage());
        }
        String dataType = event.path("datacontenttype").asText(BINARY);
        if (!mediaType(dataType).equals(BINARY)) {
            return Optional.of("expected data of type " + BINARY + ", found " + quoted(dataType));
        }
        return problem(
                name -> event.path(name).isTextual() ? event.path(name).textValue() : null, event.hasNonNull("data"));
    }

    private Optional<String> problem(Attributes event, boolean data) {
        String version = event.get("specversion");
        if (!SPEC_VERSION.equals(version)) {
            return Optional.of("expected specversion " + SPEC_VERSION + ", found " + quoted(version));
        }
        for (String required : new String[] {"id", "source", "type"}) {
            String value = event.get(required);
            if (value == null || value.isEmpty()) {
                return Optional.of("expected the attribute " + required + ", found none");
            }
        }
        String type = event.get("type");
        if (type == null || !accepted.types().contains(type)) {
            return Optional.of("expected an event of type " + expected() + ", found " + quoted(type));
        }
        if (!data && !accepted.bare().contains(type)) {
            return Optional.of("expected data in an event of type " + type + ", found none");
        }
        return Optional.empty();
    }

    private String expected() {
        return accepted.types().isEmpty()
                ? "none: this function takes no events"
                : String.join(" or ", accepted.types().stream().sorted().toList());
    }

    private static String mediaType(HttpServerRequest request) {
        String header = request.getHeader("Content-Type");
        return header == null ? "" : mediaType(header);
    }

    private static String mediaType(String header) {
        int parameters = header.indexOf(';');
        return (parameters < 0 ? header : header.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static String quoted(@Nullable String found) {
        if (found == null) {
            return "none";
        }
        return '"' + (found.length() > MAX_QUOTED ? found.substring(0, MAX_QUOTED) + "…" : found) + '"';
    }

    /** An event's attributes by name. */
    private interface Attributes {
        @Nullable String get(String name);
    }
}
