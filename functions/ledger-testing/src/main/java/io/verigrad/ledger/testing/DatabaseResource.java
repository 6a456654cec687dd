package io.verigrad.ledger.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a Quarkus test a real database: {@code @WithTestResource(DatabaseResource.class)}. */
public final class DatabaseResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable LedgerDatabase database;

    @Override
    public Map<String, String> start() {
        LedgerDatabase started = LedgerDatabase.start();
        database = started;
        return Map.of(
                "quarkus.datasource.reactive.url", started.reactiveUrl(),
                "quarkus.datasource.username", started.username(),
                "quarkus.datasource.password", started.password());
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
    }
}
