package io.verigrad.runner.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.verigrad.json.Json;
import io.verigrad.runner.config.RunnerConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Takes bodies before anything is done about their requests, and ends those that trickle in. Without it a stranger could
 * hold connections, threads and memory for as long as he likes, at no cost, one byte at a time.
 */
@ApplicationScoped
public class BodyWatch {
    /** After {@link ConsumerWatch}. */
    private static final int PRIORITY = 99;

    private static final long LOOK_MILLIS = 250;
    private static final String UPLOADS = "/v1/uploads/";
    private static final String ARRIVED = BodyWatch.class.getName() + ".arrived";
    private static final String REFUSED = BodyWatch.class.getName() + ".refused";

    private final long graceNanos;
    private final long bytesPerSecond;
    private final long maxBytes;

    public BodyWatch(
            RunnerConfig config, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBytes) {
        this.graceNanos = config.limits().bodyTime().toNanos();
        this.bytesPerSecond = config.limits().bodyRate();
        this.maxBytes = maxBytes.asLongValue();
        if (graceNanos <= 0 || bytesPerSecond <= 0) {
            throw new IllegalArgumentException(
                    "verigrad.runner.limits.body-time and verigrad.runner.limits.body-rate: expected more than 0");
        }
    }

    /** Says that a body is there, whose request takes it itself. */
    public static void arrived(RoutingContext context) {
        context.put(ARRIVED, true);
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, PRIORITY);
    }

    /** Who still waited for a body that was refused finds the answer written, which is no fault to report. */
    void ignoreFailuresAfterRefusals(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(context -> {
            if (context.get(REFUSED) == null) {
                context.next();
            }
        });
    }

    private void watch(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            context.next();
            return;
        }
        if (announced(request) > maxBytes) {
            refuseLong(context);
            return;
        }
        look(context, System.nanoTime());
        if (isGrpc(request) || isUpload(request) || request.version() == HttpVersion.HTTP_2) {
            // Who takes messages apart, or files, does so while they come. Of HTTP/2 a request that has ended cannot be
            // handed on, so its body is watched while Quarkus takes it.
            context.next();
        } else {
            take(context);
        }
    }

    private void take(RoutingContext context) {
        Buffer body = Buffer.buffer();
        context.request()
                .handler(part -> {
                    if (body.length() + part.length() <= maxBytes) {
                        body.appendBuffer(part);
                    } else if (!context.response().ended()) {
                        refuseLong(context);
                    }
                })
                // Nobody is there to be answered.
                .exceptionHandler(brokenOff -> {})
                .endHandler(whole -> {
                    if (!context.response().ended()) {
                        arrived(context);
                        RoutingContextInternal routing = (RoutingContextInternal) context;
                        routing.visitHandler(RoutingContextInternal.BODY_HANDLER);
                        routing.setBody(body);
                        context.next();
                    }
                });
    }

    private void look(RoutingContext context, long begun) {
        Vertx vertx = context.vertx();
        HttpServerRequest request = context.request();
        long timer = vertx.setPeriodic(LOOK_MILLIS, id -> {
            if (context.get(ARRIVED) != null
                    || request.isEnded()
                    || context.response().ended()) {
                vertx.cancelTimer(id);
            } else if (System.nanoTime() - begun > allowedNanos(request.bytesRead())) {
                vertx.cancelTimer(id);
                refuse(
                        context,
                        408,
                        "body_timeout",
                        "expected a body within " + graceNanos / 1_000_000 + " ms and 1 s more for each "
                                + bytesPerSecond + " bytes of it, found " + request.bytesRead()
                                + " bytes in that time");
            }
        });
        context.addEndHandler(end -> vertx.cancelTimer(timer));
    }

    /** Each byte that came buys time for the next, so a large body may take longer, and none longer than its rate. */
    private long allowedNanos(long bytes) {
        return graceNanos + Math.round(1e9 * bytes / bytesPerSecond);
    }

    private static boolean isGrpc(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("application/grpc");
    }

    private static boolean isUpload(HttpServerRequest request) {
        return request.method().equals(HttpMethod.PATCH)
                && String.valueOf(request.path()).startsWith(UPLOADS);
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
    }

    private void refuseLong(RoutingContext context) {
        refuse(context, 413, "body_too_large", "expected a body of at most " + maxBytes + " bytes");
    }

    /** What else may come of the body belongs to no request, so it is not waited for. */
    private static void refuse(RoutingContext context, int status, String reason, String message) {
        context.put(REFUSED, true);
        HttpServerResponse response = context.response();
        if (context.request().version() != HttpVersion.HTTP_2) {
            response.putHeader("Connection", "close");
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.write(Map.of("reason", reason, "error", message))))
                .onComplete(written -> close(context.request()));
    }

    /** Of HTTP/2 only the stream: the connection may carry the calls of others. */
    private static void close(HttpServerRequest request) {
        switch (request.version()) {
            case HTTP_1_0, HTTP_1_1 -> request.connection().close();
            case HTTP_2 -> request.response().reset();
        }
    }
}
