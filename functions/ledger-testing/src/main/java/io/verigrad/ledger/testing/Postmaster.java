package io.verigrad.ledger.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The processes of an embedded PostgreSQL, for whoever has them die. It comes back on its port with all that it had
 * committed, and recovers from its log before it answers.
 *
 * @param dataDir of {@link LedgerDatabase#embedded}
 */
public record Postmaster(Path dataDir) {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** The id of the process that starts all others. */
    public long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(dataDir.resolve("postmaster.pid")).getFirst());
    }

    /** Ends it and all that it started as a power cut would, and returns when they are gone. */
    public void kill() throws IOException {
        List<ProcessHandle> processes = ProcessHandle.of(pid()).stream()
                .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .join();
    }

    /**
     * Starts it again as it was started last, and returns when it answers.
     *
     * @throws IOException if it does not start in time; the message has its last words
     */
    public void restart() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            Process start = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(said().toFile())
                    .start();
            if (start.waitFor() == 0) {
                return;
            }
            // A session that saw the end a moment later still holds the memory that all of them share.
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("PostgreSQL does not start again: " + Files.readString(said()));
            }
            Thread.sleep(200);
        }
    }

    private Path said() {
        return dataDir.resolve("restart.log");
    }

    private List<String> command() throws IOException {
        Path server =
                Path.of(Files.readString(dataDir.resolve("postmaster.opts")).split(" ", 2)[0]);
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; in a namespace of its own it does not.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(
                List.of(server.resolveSibling("pg_ctl").toString(), "restart", "-w", "-s", "-D", dataDir.toString()));
        return command;
    }
}
