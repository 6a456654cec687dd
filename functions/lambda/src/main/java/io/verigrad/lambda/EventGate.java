package io.verigrad.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The entry point of a function on Lambda. HTTP requests go to Quarkus as they are; records of Kafka, messages of SQS and
 * ticks of the clock become CloudEvents over HTTP, as Knative's Kafka source and ping source send them. So a function is
 * the same code on both platforms.
 *
 * <p>A batch is worked on in order. What fails ends its partition: a later record there may build on it.
 */
public final class EventGate implements RequestStreamHandler {
    /** Lambda's own limit for an invocation, 6 MB, as JSON. */
    private static final int MAX_EVENT = 6 << 20;
    /** What Knative calls the event of its clock. */
    static final String TICK_TYPE = "dev.knative.sources.ping";

    private final RequestStreamHandler http;
    private final FailureReport report;

    /** Starts Quarkus, as far as it goes before the first invocation. */
    public EventGate() {
        this(
                new QuarkusStreamHandler(),
                FailureReport.of(System.getenv().getOrDefault(FailureReport.VARIABLE, "batch")));
    }

    EventGate(RequestStreamHandler http, FailureReport report) {
        this.http = http;
        this.report = report;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] bytes = input.readNBytes(MAX_EVENT + 1);
        switch (read(bytes)) {
            case LambdaEvent.HttpCall _ -> http.handleRequest(new ByteArrayInputStream(bytes), output, context);
            case LambdaEvent.Tick _ -> {
                int status = deliver(tick(), context);
                if (!accepted(status)) {
                    throw new BatchFailedException("the tick of the clock was answered with " + status);
                }
            }
            case LambdaEvent.Batch batch -> output.write(Json.write(work(batch.deliveries(), context)));
        }
    }

    private static LambdaEvent read(byte[] bytes) {
        if (bytes.length > MAX_EVENT) {
            throw new IllegalArgumentException("expected an event of at most " + MAX_EVENT + " bytes, found more");
        }
        try {
            return LambdaEvent.of(Json.read(bytes, JsonNode.class));
        } catch (MalformedJsonException | UnknownEventException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private ObjectNode work(List<Delivery> deliveries, Context context) throws IOException {
        Map<Delivery, Integer> failed = new LinkedHashMap<>();
        Set<String> stopped = new HashSet<>();
        for (Delivery delivery : deliveries) {
            if (stopped.contains(delivery.lane())) {
                continue;
            }
            int status = deliver(delivery.event(), context);
            if (!accepted(status)) {
                failed.put(delivery, status);
                stopped.add(delivery.lane());
            }
        }
        failed.forEach((delivery, status) ->
                context.getLogger().log(delivery.name() + " failed: the function answered " + status + "\n"));
        if (report == FailureReport.BATCH && !failed.isEmpty()) {
            throw new BatchFailedException(failed.size() + " of " + deliveries.size() + " records failed, first "
                    + failed.keySet().iterator().next().name());
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        failed.keySet().forEach(delivery -> failures.addObject().set("itemIdentifier", delivery.identifier()));
        return answer;
    }

    private int deliver(CloudEvent event, Context context) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        http.handleRequest(new ByteArrayInputStream(event.asHttpEvent()), answer, context);
        try {
            return Json.read(answer.toByteArray(), JsonNode.class)
                    .path("statusCode")
                    .asInt();
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("Quarkus answered without JSON", e);
        }
    }

    private static boolean accepted(int status) {
        return status >= 200 && status < 300;
    }

    private static CloudEvent tick() {
        return new CloudEvent(
                Map.of(
                        "ce-specversion", "1.0",
                        "ce-type", TICK_TYPE,
                        "ce-source", "/clock",
                        "ce-id", "tick",
                        "content-type", "application/json"),
                new byte[] {'{', '}'});
    }
}
