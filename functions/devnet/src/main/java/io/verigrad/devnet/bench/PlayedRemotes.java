package io.verigrad.devnet.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The node and the empty database that {@code deploy/train} plays, in a process of their own, so that a service gets to its
 * own work although there is no network.
 */
final class PlayedRemotes implements AutoCloseable {
    private final Process process;
    private final String node;
    private final String database;

    private PlayedRemotes(Process process, String node, String database) {
        this.process = process;
        this.node = node;
        this.database = database;
    }

    /** Plays what {@code application}, a packaged service, asks. */
    static PlayedRemotes start(Path home, Path application, String java) throws IOException {
        Process process = new ProcessBuilder(
                        java,
                        "-Dmigrations=" + home.resolve("functions/ledger/src/main/resources"),
                        home.resolve("deploy/training/PlayedRemotes.java").toString(),
                        application.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Not closed: the process would write into a closed pipe, and lives as long as this.
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String ports = out.readLine();
        if (ports == null || !ports.matches("\\d+ \\d+")) {
            process.destroy();
            throw new IOException("the played node and database did not start: expected two ports, found " + ports);
        }
        return new PlayedRemotes(
                process, ports.substring(0, ports.indexOf(' ')), ports.substring(ports.indexOf(' ') + 1));
    }

    URI node() {
        return URI.create("http://127.0.0.1:" + node);
    }

    String database() {
        return "postgresql://127.0.0.1:" + database + "/played";
    }

    @Override
    public void close() {
        process.destroy();
    }
}
