package io.verigrad.chain.devnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * An anvil process with Base Sepolia's chain id, a block every second and at once for each transaction. It ends with
 * {@link #close} or with this JVM. Not for several threads, but for {@link #pid} and {@link #rpcUrl}.
 */
public final class Anvil implements AutoCloseable {
    /** Base Sepolia's. */
    public static final long CHAIN_ID = 84532;

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int PORT_TRIES = 3;

    private final Path binary;
    private final Path stateDir;
    private final URI rpcUrl;
    private final Thread onExit;
    private volatile Process process;

    private Anvil(Path binary, Path stateDir, int port) throws IOException {
        this.binary = binary;
        this.stateDir = stateDir;
        this.rpcUrl = URI.create("http://127.0.0.1:" + port);
        this.process = launch(List.of());
        this.onExit = new Thread(this::destroy);
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /**
     * Starts anvil and returns once it answers.
     *
     * @param binary see {@link AnvilBinary#find}
     * @param stateDir its home, for what it writes; its log is {@code anvil.log} there
     * @param port of loopback; a free one where empty
     * @throws IOException if it does not start or does not answer in time
     */
    public static Anvil start(Path binary, Path stateDir, OptionalInt port) throws IOException {
        Files.createDirectories(stateDir);
        for (int attempt = 1; ; attempt++) {
            Anvil anvil = new Anvil(binary, stateDir, port.isPresent() ? port.getAsInt() : freePort());
            if (anvil.answers()) {
                return anvil;
            }
            anvil.close();
            // Another process may have taken the free port in between.
            if (port.isPresent() || attempt == PORT_TRIES) {
                throw anvil.silent();
            }
        }
    }

    /** Its JSON-RPC endpoint. */
    public URI rpcUrl() {
        return rpcUrl;
    }

    /** The id of its process. */
    public long pid() {
        return process.pid();
    }

    /**
     * Ends the process as a power cut would, between two blocks: the chain is kept for {@link #restart}, the transactions
     * that wait for a block are lost.
     */
    public void kill() throws IOException, InterruptedException {
        try (DevnetRpc rpc = new DevnetRpc(rpcUrl)) {
            rpc.stopMining();
            Files.write(kept(), rpc.state());
        }
        destroy();
        process.waitFor();
    }

    /**
     * Starts the process that was killed again, on its port and with its chain. As a node that keeps no history, it knows
     * the state of the newest block and of those to come.
     *
     * @throws IOException if it does not start or does not answer in time
     */
    public void restart() throws IOException {
        process = launch(List.of("--load-state", kept().toString()));
        if (!answers()) {
            destroy();
            throw silent();
        }
    }

    /** Kills the process and waits until it is gone. */
    @Override
    public void close() {
        destroy();
        try {
            process.waitFor();
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException shuttingDown) {
            // The hook is running, which kills the process too.
            destroy();
        }
    }

    private void destroy() {
        process.destroyForcibly();
    }

    private IOException silent() throws IOException {
        return new IOException("anvil does not answer at " + rpcUrl + "; its log: "
                + Files.readString(stateDir.resolve("anvil.log")).strip());
    }

    private Path kept() {
        return stateDir.toAbsolutePath().resolve("kept.json");
    }

    private Process launch(List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                binary.toAbsolutePath().toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(rpcUrl.getPort()),
                "--chain-id",
                Long.toString(CHAIN_ID),
                "--hardfork",
                "osaka",
                "--enable-tx-gas-limit",
                // States of the last blocks only: enough for a reorganisation, and the memory stays bounded.
                "--prune-history",
                "64",
                "--block-time",
                "1",
                "--mixed-mining",
                "--silent"));
        command.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(command);
        // Anvil keeps hundreds of megabytes under its home, and two of them must not share it.
        builder.environment().put("HOME", stateDir.toAbsolutePath().toString());
        builder.directory(stateDir.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(stateDir.resolve("anvil.log").toFile()));
        return builder.start();
    }

    private boolean answers() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try (DevnetRpc rpc = new DevnetRpc(rpcUrl)) {
            while (System.nanoTime() - deadline < 0) {
                // An answer counts only while our process lives: the port may be somebody else's.
                if (rpc.isAnswering() && process.isAlive()) {
                    return true;
                }
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while anvil started", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
