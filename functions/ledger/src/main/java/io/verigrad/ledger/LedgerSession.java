package io.verigrad.ledger;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs each piece of work on an event loop of its own choice, whatever thread asks. So callers may sit on worker threads,
 * and two calls that run at the same time never share a transaction. Nothing is written to a database of another schema.
 */
@ApplicationScoped
class LedgerSession {
    private final Pool pool;
    private final LedgerSchema schema;
    private final Vertx vertx;

    LedgerSession(Pool pool, LedgerSchema schema, Vertx vertx) {
        this.pool = pool;
        this.schema = schema;
        this.vertx = vertx;
    }

    /** One transaction: all of it or nothing. */
    <T> Uni<T> inTransaction(Function<Statements, Uni<T>> work) {
        return onOwnContext(() -> pool.withTransaction(connection -> work.apply(new Statements(connection))));
    }

    /** Statements that are each atomic alone. */
    <T> Uni<T> withStatements(Function<Statements, Uni<T>> work) {
        return onOwnContext(() -> work.apply(new Statements(pool)));
    }

    private <T> Uni<T> onOwnContext(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context caller = Vertx.currentContext();
            Context own = Objects.requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
            VertxContextSafetyToggle.setContextSafe(own, true);
            own.runOnContext(go -> schema.verified()
                    .chain(() -> work.get())
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
