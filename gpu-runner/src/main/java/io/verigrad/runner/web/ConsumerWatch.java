package io.verigrad.runner.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.verigrad.runner.paid.Presence;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Notices consumers who leave: their connection, or their stream of HTTP/2, ends before the answer does. */
class ConsumerWatch {
    private static final int PRIORITY = 100;
    private static final String PRESENCE = Presence.class.getName();

    void register(@Observes Filters filters) {
        filters.register(ConsumerWatch::watch, PRIORITY);
    }

    /** Here and not where the presence is asked for, since handlers may be added by the connection's own thread only. */
    private static void watch(RoutingContext context) {
        Presence consumer = new Presence();
        context.put(PRESENCE, consumer);
        context.addEndHandler(end -> {
            if (end.failed()) {
                consumer.leave();
            }
        });
        context.next();
    }

    /** Who sent a request. */
    static Presence consumer(RoutingContext context) {
        @Nullable Presence watched = context.get(PRESENCE);
        if (watched == null) {
            throw new IllegalStateException("a request came by no filter");
        }
        return watched;
    }
}
