package io.verigrad.ledger.testing;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A running PostgreSQL that holds the schema of the ledger. The schema's files come from the class path, so the module
 * {@code verigrad-ledger} must be on it. Works as root and as any other user.
 */
public final class LedgerDatabase implements AutoCloseable {
    private final Server server;

    private LedgerDatabase(Server server) {
        this.server = server;
    }

    /**
     * Starts PostgreSQL for a test: in a container where a Docker daemon answers, else embedded. The system property
     * {@code it.services} may ask for {@code docker} or {@code embedded}. Its data ends with it.
     */
    public static LedgerDatabase start() {
        return migrated(Containers.wanted() ? ContainerServer.start() : EmbeddedServer.temporary());
    }

    /**
     * Starts an embedded PostgreSQL on its own data.
     *
     * @param dataDir holds the data; made where it is missing, kept when the database is closed
     * @param port the port on the loopback address, or empty for a free one
     */
    public static LedgerDatabase embedded(Path dataDir, OptionalInt port) {
        return migrated(EmbeddedServer.persistent(dataDir, port));
    }

    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** The URL for {@code quarkus.datasource.reactive.url}. */
    public String reactiveUrl() {
        return "postgresql://" + server.host() + ':' + server.port() + '/' + server.database();
    }

    public String username() {
        return server.username();
    }

    public String password() {
        return server.password();
    }

    public int port() {
        return server.port();
    }

    /** Stops PostgreSQL and waits until it has gone. */
    @Override
    public void close() {
        server.close();
    }

    private static LedgerDatabase migrated(Server server) {
        LedgerDatabase database = new LedgerDatabase(server);
        try {
            Schema.migrate(database);
            return database;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }
}
