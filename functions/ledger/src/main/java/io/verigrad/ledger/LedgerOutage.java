package io.verigrad.ledger;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells failures of the database, which pass, from our own, which stay. */
public final class LedgerOutage {
    /**
     * Classes of SQLSTATE that say nothing about the statement: connection, transaction state, rollback, resources,
     * object state, operator, system.
     */
    private static final Set<String> PASSING = Set.of("08", "25", "40", "53", "55", "57", "58");

    private static final int MAX_DEPTH = 20;

    private LedgerOutage() {}

    /** Whether a failure comes of a database that is away, refuses for now or is too slow. */
    public static boolean isCauseOf(Throwable failure) {
        @Nullable Throwable at = failure;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            if (isOutage(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private static boolean isOutage(Throwable failure) {
        return switch (failure) {
            case IOException _ -> true;
            case TimeoutException _ -> true;
            case io.smallrye.mutiny.TimeoutException _ -> true;
            // Is no IOException: the connection was dropped while it was in use.
            case ClosedConnectionException _ -> true;
            // Passes when the database is migrated or the program replaced; until then nothing may be given up.
            case SchemaMismatchException _ -> true;
            case PgException refused ->
                refused.getSqlState() != null
                        && refused.getSqlState().length() == 5
                        && PASSING.contains(refused.getSqlState().substring(0, 2));
            default -> false;
        };
    }
}
