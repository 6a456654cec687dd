package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@LedgerTest
class LedgerSchemaTest {
    @Inject
    Pool pool;

    @AfterEach
    void restore() {
        run("alter table if exists moved rename to flyway_schema_history");
        run("delete from flyway_schema_history where script = 'test'");
        run("update flyway_schema_history set success = true");
    }

    @Test
    void isThatOfTheNewestMigration() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            int newest = files.map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();

            assertThat(LedgerSchema.VERSION).isEqualTo(newest);
        }
    }

    @Test
    void acceptsTheSchemaOfThisProgram() {
        assertThatCode(() -> await(new LedgerSchema(pool).verified())).doesNotThrowAnyException();
    }

    @Test
    void refusesASchemaThatIsNewerThanTheProgram() {
        run("insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                + " execution_time, success) values (1000, '"
                + (LedgerSchema.VERSION + 1)
                + "', 'newer', 'SQL', 'test', 'test', 1, true)");

        assertThatThrownBy(() -> await(new LedgerSchema(pool).verified()))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("expected schema " + LedgerSchema.VERSION + ", found " + (LedgerSchema.VERSION + 1)
                        + "; the database is newer than this program: deploy the version" + " that migrated it");
    }

    @Test
    void refusesASchemaWhoseLastMigrationFailed() {
        run("update flyway_schema_history set success = false where version = '" + LedgerSchema.VERSION + "'");

        assertThatThrownBy(() -> await(new LedgerSchema(pool).verified()))
                .hasMessage("expected schema " + LedgerSchema.VERSION + ", found " + (LedgerSchema.VERSION - 1)
                        + "; run this version's migrations of the ledger");
    }

    @Test
    void refusesADatabaseThatWasNeverMigratedAndAcceptsItThereafter() {
        LedgerSchema schema = new LedgerSchema(pool);
        run("alter table flyway_schema_history rename to moved");

        assertThatThrownBy(() -> await(schema.verified()))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("without a history of migrations");
        assertThat(LedgerOutage.isCauseOf(new SchemaMismatchException("passes")))
                .isTrue();

        run("alter table moved rename to flyway_schema_history");
        assertThatCode(() -> await(schema.verified())).doesNotThrowAnyException();
    }

    private void run(String sql) {
        await(pool.query(sql).execute());
    }
}
