package io.verigrad.client.command;

import io.verigrad.client.Network;
import io.verigrad.client.NetworkFile;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.Assurance;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command that has to know whom to believe. */
final class NetworkOptions {
    /** Where {@code devnet} writes its network, below the system property {@code verigrad.home}. */
    private static final String DEFAULT = "${env:VERIGRAD_NETWORK:-${sys:verigrad.home:-.}/.verigrad/network.json}";

    @Option(
            names = "--network",
            paramLabel = "FILE",
            defaultValue = DEFAULT,
            description = "JSON file with chain, contracts and RPC endpoint (default: $VERIGRAD_NETWORK, or"
                    + " .verigrad/network.json)")
    private Path file = Path.of("network.json");

    @Option(names = "--offline", description = "Do not ask the chain about the enclave's key.")
    private boolean offline;

    @Option(
            names = "--min-assurance",
            paramLabel = "LEVEL",
            defaultValue = "UNATTESTED",
            description = "Lowest acceptable level: UNATTESTED, FORWARDED, ATTESTED_RUNTIME, WEIGHTS_BOUND.")
    private Assurance minAssurance = Assurance.UNATTESTED;

    NetworkFile read() throws CommandFailure {
        try {
            return NetworkFile.read(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "expected a network file at " + file + ", found none; name one with --network, or start a devnet",
                    e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage(), e);
        } catch (MalformedJsonException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": " + e.getMessage(), e);
        }
    }

    /** A path that the file names, counted from its folder. */
    Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path);
    }

    /** The network, without its registry if nobody shall be asked. */
    Network network(NetworkFile read) {
        return offline ? read.offline() : read.network();
    }

    boolean offline() {
        return offline;
    }

    Assurance minAssurance() {
        return minAssurance;
    }
}
