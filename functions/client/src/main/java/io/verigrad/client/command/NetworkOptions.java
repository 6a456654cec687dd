package io.verigrad.client.command;

import io.verigrad.receipt.Assurance;
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
        return NetworkFile.read(file);
    }

    /** A path that the file names, counted from its folder. */
    Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path);
    }

    boolean offline() {
        return offline;
    }

    Assurance minAssurance() {
        return minAssurance;
    }
}
