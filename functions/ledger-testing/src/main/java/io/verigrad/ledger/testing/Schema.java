package io.verigrad.ledger.testing;

import org.flywaydb.core.Flyway;

/** Brings a database to the newest schema. */
final class Schema {
    private Schema() {}

    static void migrate(LedgerDatabase database) {
        Flyway flyway = Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .locations("classpath:db/migration")
                .failOnMissingLocations(true)
                .connectRetries(20)
                .load();
        flyway.migrate();
        if (flyway.info().applied().length == 0) {
            throw new IllegalStateException(
                    "expected the ledger's migrations in classpath:db/migration, found none; add verigrad-ledger");
        }
    }
}
