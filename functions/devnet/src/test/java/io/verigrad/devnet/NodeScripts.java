package io.verigrad.devnet;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of others for node, in the folders beside this one. Their output goes to files of a directory of the test. */
final class NodeScripts {
    private static final Path FUNCTIONS = Path.of("..").toAbsolutePath().normalize();

    private NodeScripts() {}

    record Finished(int status, String output) {}

    /** A server; closing it waits until its port is free. */
    record Server(Process process, URI url) implements AutoCloseable {
        @Override
        public void close() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** Installs what the lock files of these folders name, where it is not there. Test processes take turns. */
    static void install(Path directory, String... folders) throws IOException, InterruptedException {
        Path turn = Files.createDirectories(FUNCTIONS.resolve("../.verigrad")).resolve("npm.lock");
        try (FileChannel lock = FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock.lock()) {
            installInTurn(directory, folders);
        }
    }

    private static void installInTurn(Path directory, String... folders) throws IOException, InterruptedException {
        for (String folder : folders) {
            if (!Files.exists(FUNCTIONS.resolve(folder).resolve("node_modules/.package-lock.json"))) {
                Finished npm = run(directory, folder, "", "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
                if (npm.status() != 0) {
                    throw new IOException("npm ci failed in " + folder + ": " + npm.output());
                }
            }
        }
    }

    /** Runs a command in a folder until it ends. */
    static Finished run(Path directory, String folder, String input, String... command)
            throws IOException, InterruptedException {
        Path in = Files.writeString(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(command)
                .directory(FUNCTIONS.resolve(folder).toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end");
        }
        return new Finished(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }

    /** Starts a server that prints {@code ready} once it listens on {@code port}. */
    static Server serve(Path directory, String folder, int port, List<String> command)
            throws IOException, InterruptedException {
        Path out = directory.resolve("server-" + port);
        Process process = new ProcessBuilder(command)
                .directory(FUNCTIONS.resolve(folder).toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        Server server = new Server(process, URI.create("http://127.0.0.1:" + port));
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!Files.readString(out, StandardCharsets.UTF_8).contains("ready\n")) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                server.close();
                throw new IOException(String.join(" ", command) + " does not start: "
                        + Files.readString(out, StandardCharsets.UTF_8));
            }
            Thread.sleep(50);
        }
        return server;
    }
}
