package io.verigrad.ledger.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** PostgreSQL from Maven Central as a child process on the loopback address; it trusts local connections. */
final class EmbeddedServer implements Server {
    /** A busy machine needs longer than the ten seconds of the library. */
    private static final Duration START_WAIT = Duration.ofSeconds(90);

    private final EmbeddedPostgres postgres;

    private EmbeddedServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static EmbeddedServer temporary() {
        try {
            Path data = Files.createTempDirectory("verigrad-ledger-");
            // Durability against power loss is not what tests test; it costs them minutes.
            return start(builder()
                    .setDataDirectory(data)
                    .setRegisterShutdownHook(true)
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off"));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the data of PostgreSQL", e);
        }
    }

    static EmbeddedServer persistent(Path dataDir, OptionalInt port) {
        EmbeddedPostgres.Builder builder = builder().setDataDirectory(dataDir).setCleanDataDirectory(false);
        port.ifPresent(builder::setPort);
        return start(builder);
    }

    @Override
    public String host() {
        return "localhost";
    }

    @Override
    public int port() {
        return postgres.getPort();
    }

    @Override
    public String database() {
        return "postgres";
    }

    @Override
    public String username() {
        return "postgres";
    }

    @Override
    public String password() {
        return "postgres";
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL on port " + postgres.getPort() + " did not stop", e);
        }
    }

    private static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setPGStartupWait(START_WAIT).setServerConfig("max_connections", "200");
    }

    private static EmbeddedServer start(EmbeddedPostgres.Builder builder) {
        try (Binaries binaries = Binaries.lock()) {
            return new EmbeddedServer(
                    builder.setOverrideWorkingDirectory(binaries.folder().toFile())
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL did not start", e);
        }
    }
}
