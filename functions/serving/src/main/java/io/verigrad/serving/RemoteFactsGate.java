package io.verigrad.serving;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.verigrad.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Answers work with 503 and the reason until the chain and the ledger were seen to be the right ones. A platform that
 * delivers events tries them again then, so none is lost.
 */
class RemoteFactsGate {
    private static final Logger LOG = Logger.getLogger(RemoteFactsGate.class);
    /** After the checks of bodies and events: what is no request costs no look. */
    static final int PRIORITY = 80;

    private static final String RETRY_AFTER_SECONDS = "2";

    private final RemoteFacts facts;

    RemoteFactsGate(RemoteFacts facts) {
        this.facts = facts;
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, PRIORITY);
    }

    private void filter(RoutingContext context) {
        if (facts.areGood() || !context.request().method().equals(HttpMethod.POST)) {
            context.next();
            return;
        }
        facts.look()
                .onSuccess(problems -> {
                    if (problems.isEmpty()) {
                        context.next();
                    } else {
                        refuse(context, problems);
                    }
                })
                .onFailure(context::fail);
    }

    private static void refuse(RoutingContext context, Map<String, String> problems) {
        String message = problems.entrySet().stream()
                .map(problem -> problem.getKey() + ": " + problem.getValue())
                .collect(Collectors.joining("; "));
        LOG.warnf("No work yet: %s", message);
        context.response()
                .setStatusCode(503)
                .putHeader("Content-Type", "application/json")
                .putHeader("Retry-After", RETRY_AFTER_SECONDS)
                .end(Buffer.buffer(Json.write(Map.of("reason", "not_ready", "message", message))));
    }
}
