package io.verigrad.runner.sealed;

import io.verigrad.json.Json;
import io.verigrad.ohttp.BinaryRequest;
import io.verigrad.ohttp.Framing;
import io.verigrad.ohttp.Gateway;
import io.verigrad.ohttp.KeyConfig;
import io.verigrad.ohttp.OhttpException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.enclave.Enclave;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /.well-known/ohttp-gateway}: the gateway of Oblivious HTTP (RFC 9458), which here is the enclave that also serves
 * the request. A relay in front of it sees who calls and no content; the enclave sees the content and only the relay.
 */
@ApplicationScoped
public class SealedRoutes {
    /** What sealing, its framing and the header of a request add to a body. */
    private static final int OVERHEAD = 64 << 10;

    private final Gateway gateway;
    private final Limits limits;
    private final Loopback loopback;

    public SealedRoutes(Enclave enclave, Limits limits, Vertx vertx) {
        this.gateway = enclave.keys().gateway(new SecureRandom());
        this.limits = limits;
        this.loopback = new Loopback(vertx, limits.bodyBytes() + OVERHEAD);
    }

    void register(@Observes Router router) {
        router.get(Gateway.PATH).handler(this::key);
        router.post(Gateway.PATH)
                .handler(BodyHandler.create(false).setBodyLimit((long) limits.bodyBytes() + OVERHEAD))
                .handler(this::open);
    }

    private void key(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", KeyConfig.MEDIA_TYPE)
                // The key is as old as this process; who keeps it longer is told that it is unknown.
                .putHeader("Cache-Control", "no-cache")
                .end(Buffer.buffer(gateway.config().encodeList()));
    }

    private void open(RoutingContext context) {
        Optional<Framing> framing = Arrays.stream(Framing.values())
                .filter(each ->
                        each.requestType().equalsIgnoreCase(context.request().getHeader("Content-Type")))
                .findFirst();
        if (framing.isEmpty()) {
            refuse(
                    context,
                    415,
                    "about:blank",
                    "expected " + Framing.WHOLE.requestType() + " or " + Framing.CHUNKED.requestType());
            return;
        }
        try {
            Buffer body = context.body().buffer();
            Gateway.Opened opened = gateway.open(body == null ? new byte[0] : body.getBytes(), framing.get());
            loopback.forward(context, BinaryRequest.parse(opened.request()), opened.response());
        } catch (OhttpException e) {
            refuse(context, 400, e.keyUnknown() ? Gateway.UNKNOWN_KEY : "about:blank", String.valueOf(e.getMessage()));
        }
    }

    /** In the clear, since there is no sender's key to seal for. */
    private static void refuse(RoutingContext context, int status, String type, String title) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(Buffer.buffer(Json.write(Map.of("type", type, "title", title))));
    }
}
