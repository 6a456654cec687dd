package io.verigrad.ledger;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Runs each piece of work in a session of its own, on an event loop of its own choice, whatever thread asks. So callers
 * may sit on worker threads, and two calls that run at the same time never share a session or a transaction. Nothing is
 * written to a database of another schema.
 */
@ApplicationScoped
class LedgerSession {
    private final Mutiny.SessionFactory sessions;
    private final LedgerSchema schema;
    private final Vertx vertx;

    LedgerSession(Mutiny.SessionFactory sessions, LedgerSchema schema, Vertx vertx) {
        this.sessions = sessions;
        this.schema = schema;
        this.vertx = vertx;
    }

    /** One transaction: all of it or nothing. */
    <T> Uni<T> inTransaction(Function<Statements, Uni<T>> work) {
        return onOwnContext(session -> session.withTransaction(transaction -> work.apply(new Statements(session))));
    }

    /** Statements that are each atomic alone. */
    <T> Uni<T> withStatements(Function<Statements, Uni<T>> work) {
        return onOwnContext(session -> work.apply(new Statements(session)));
    }

    private <T> Uni<T> onOwnContext(Function<Mutiny.Session, Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context caller = Vertx.currentContext();
            Context own = Objects.requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
            VertxContextSafetyToggle.setContextSafe(own, true);
            own.runOnContext(go -> schema.verified()
                    .chain(() -> sessions.openSession())
                    .chain(session -> work.apply(session).eventually(session::close))
                    .subscribe()
                    .with(
                            value -> resume(caller, () -> emitter.complete(value)),
                            failure -> resume(caller, () -> emitter.fail(failure))));
        });
    }

    private static void resume(@Nullable Context caller, Runnable rest) {
        if (caller == null) {
            rest.run();
        } else {
            caller.runOnContext(go -> rest.run());
        }
    }
}
