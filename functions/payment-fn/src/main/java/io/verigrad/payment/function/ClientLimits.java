package io.verigrad.payment.function;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.verigrad.json.Json;
import io.verigrad.payment.config.PaymentSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/**
 * Keeps one client from taking the public facilitator away from all others. Behind a proxy Quarkus must be told to believe
 * its headers ({@code quarkus.http.proxy.*}), or all are one client. Runners' calls are signed, and not counted.
 */
@Singleton
class ClientLimits {
    /** Before bodies are looked at. */
    private static final int PRIORITY = 200;

    private static final Set<String> PUBLIC =
            Set.of("/verify", "/settle", "/supported", "/discovery/resources", "/discovery/search");
    private static final int TOO_MANY = 429;

    private final ClientBudget budget;

    ClientLimits(PaymentSettings settings, Clock clock) {
        this.budget = new ClientBudget(settings.requestsPerClient(), clock);
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, PRIORITY);
    }

    private void filter(RoutingContext context) {
        SocketAddress client = context.request().remoteAddress();
        if (!PUBLIC.contains(context.request().path()) || client == null || budget.take(client.host())) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(TOO_MANY)
                .putHeader("Content-Type", "application/json")
                .putHeader("Retry-After", "1")
                .end(Buffer.buffer(
                        Json.write(Map.of("error", "expected fewer requests of one client, try again in a second"))));
    }
}
