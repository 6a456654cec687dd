package io.verigrad.devnet;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * How to start a local network.
 *
 * @param home the root of the checkout, where the packaged services are
 * @param state where the network keeps its files; deleted at start
 * @param ports where it listens
 * @param settlementRpc what settlement-fn is told about the chain's URL; tests put a faulty link between
 */
public record DevnetOptions(Path home, Path state, DevnetPorts ports, UnaryOperator<URI> settlementRpc) {
    /** The network that {@code verigrad devnet} starts: ports that one can remember. */
    public static DevnetOptions fixed(Path home) {
        return new DevnetOptions(home, home.resolve(".verigrad/devnet"), DevnetPorts.fixed(), UnaryOperator.identity());
    }

    /** A network beside others, on free ports. */
    public static DevnetOptions free(Path home, String name) {
        return new DevnetOptions(
                home, home.resolve(".verigrad").resolve(name), DevnetPorts.free(), UnaryOperator.identity());
    }
}
