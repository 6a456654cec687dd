package io.verigrad.chain.devnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * An anvil process with Base Sepolia's chain id, a block every second and at once for each transaction. It ends with
 * {@link #close} or with this JVM.
 */
public final class Anvil implements AutoCloseable {
    /** Base Sepolia's. */
    public static final long CHAIN_ID = 84532;

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int PORT_TRIES = 3;

    private final Process process;
    private final URI rpcUrl;
    private final Thread onExit;

    private Anvil(Process process, URI rpcUrl) {
        this.process = process;
        this.rpcUrl = rpcUrl;
        this.onExit = new Thread(process::destroyForcibly);
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
            int chosen = port.isPresent() ? port.getAsInt() : freePort();
            Process process = launch(binary, stateDir, chosen);
            Anvil anvil = new Anvil(process, URI.create("http://127.0.0.1:" + chosen));
            if (anvil.answers()) {
                return anvil;
            }
            anvil.close();
            // Another process may have taken the free port in between.
            if (port.isPresent() || attempt == PORT_TRIES) {
                throw new IOException("anvil does not answer at " + anvil.rpcUrl + "; its log: "
                        + Files.readString(stateDir.resolve("anvil.log")).strip());
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

    /** Kills the process and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException shuttingDown) {
            // The hook is running, which kills the process too.
            process.destroyForcibly();
        }
    }

    private static Process launch(Path binary, Path stateDir, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                binary.toAbsolutePath().toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
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
                "--silent");
        // Anvil keeps hundreds of megabytes under its home, and two of them must not share it.
        builder.environment().put("HOME", stateDir.toAbsolutePath().toString());
        builder.directory(stateDir.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(stateDir.resolve("anvil.log").toFile());
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
