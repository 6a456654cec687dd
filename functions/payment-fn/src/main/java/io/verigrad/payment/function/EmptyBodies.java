package io.verigrad.payment.function;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.verigrad.json.Json;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Answers a POST without a body, which Funqy fails on and for which REST would wait a minute. */
class EmptyBodies {
    private static final int PRIORITY = 100;

    void register(@Observes Filters filters) {
        filters.register(EmptyBodies::refuse, PRIORITY);
    }

    private static void refuse(RoutingContext context) {
        Buffer body = context.body().buffer();
        if (context.request().method().equals(HttpMethod.POST) && (body == null || body.length() == 0)) {
            Refusal refusal = Refusal.of(RefusalReason.MALFORMED_REQUEST, "expected a body of JSON, found none");
            context.response()
                    .setStatusCode(400)
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(Json.write(refusal)));
        } else {
            context.next();
        }
    }
}
