package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.StreamSupport;

/**
 * Whether the database has the schema that this program was made for. Asked before the first statement and not at start;
 * what was found good is not asked again, so a process goes on while the next version's migrations run.
 */
@ApplicationScoped
public class LedgerSchema {
    /** The number of the newest migration in {@code db/migration}; one more with each. */
    static final int VERSION = 15;

    private static final String NO_SUCH_TABLE = "42P01";
    /** As Flyway keeps its history; repeatable migrations have no version. */
    private static final String APPLIED =
            "select version from flyway_schema_history where success and version is not null";

    private final Pool pool;
    private volatile boolean verified;

    LedgerSchema(Pool pool) {
        this.pool = pool;
    }

    /** Done when the schema is the right one; fails with {@link SchemaMismatchException} when it is not. */
    public Uni<Void> verified() {
        if (verified) {
            return Uni.createFrom().voidItem();
        }
        return pool.query(APPLIED)
                .execute()
                .onFailure(LedgerSchema::isMissing)
                .transform(_ -> new SchemaMismatchException("expected schema " + VERSION
                        + ", found a database without a history of migrations; run the ledger's migrations"))
                .invoke(rows -> {
                    compare(newest(rows));
                    verified = true;
                })
                .replaceWithVoid();
    }

    private static void compare(int found) {
        if (found != VERSION) {
            throw new SchemaMismatchException("expected schema " + VERSION + ", found " + found + "; "
                    + (found < VERSION
                            ? "run this version's migrations of the ledger"
                            : "the database is newer than this program: deploy the version that migrated it"));
        }
    }

    private static int newest(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .mapToInt(row -> Integer.parseInt(row.getString(0)))
                .max()
                .orElse(0);
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof PgException refused && NO_SUCH_TABLE.equals(refused.getSqlState());
    }
}
