package io.verigrad.ledger.testing;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in a container. */
record ContainerServer(PostgreSQLContainer container) implements Server {
    private static final String IMAGE = "postgres:18-alpine";

    static ContainerServer start() {
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
        container.start();
        return new ContainerServer(container);
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @Override
    public String database() {
        return container.getDatabaseName();
    }

    @Override
    public String username() {
        return container.getUsername();
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public void close() {
        container.stop();
    }
}
