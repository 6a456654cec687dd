package io.verigrad.devnet;

import io.verigrad.value.Address;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How to start a local network.
 *
 * @param home the root of the checkout, where the packaged services are
 * @param state where the network keeps its files; deleted at start
 * @param ports where it listens
 * @param rpc what the functions are told about the chain's URL; tests put a faulty link between
 * @param payers who are given test money besides the known accounts
 * @param confirmations blocks on top of the one that settles before a payment is settled for good
 * @param committee who validates, and with what weight
 * @param asInProduction whether the services have the JVM's own settings; else they start quickly and take little memory
 * @param collector where the services send traces (OTLP over HTTP)
 */
public record DevnetOptions(
        Path home,
        Path state,
        DevnetPorts ports,
        UnaryOperator<URI> rpc,
        List<Address> payers,
        int confirmations,
        Committee committee,
        boolean asInProduction,
        Optional<URI> collector) {
    public DevnetOptions {
        payers = List.copyOf(payers);
    }

    /** The network that {@code verigrad devnet} starts: ports that one can remember. */
    public static DevnetOptions fixed(Path home) {
        return of(home, "devnet", DevnetPorts.fixed());
    }

    /** A network beside others, on free ports. */
    public static DevnetOptions free(Path home, String name) {
        return of(home, name, DevnetPorts.free());
    }

    public DevnetOptions withRpc(UnaryOperator<URI> link) {
        return new DevnetOptions(home, state, ports, link, payers, confirmations, committee, asInProduction, collector);
    }

    public DevnetOptions withPayers(List<Address> more) {
        return new DevnetOptions(home, state, ports, rpc, more, confirmations, committee, asInProduction, collector);
    }

    public DevnetOptions withConfirmations(int blocks) {
        return new DevnetOptions(home, state, ports, rpc, payers, blocks, committee, asInProduction, collector);
    }

    public DevnetOptions withCommittee(Committee validators) {
        return new DevnetOptions(home, state, ports, rpc, payers, confirmations, validators, asInProduction, collector);
    }

    /** For benchmarks. */
    public DevnetOptions likeProduction() {
        return new DevnetOptions(home, state, ports, rpc, payers, confirmations, committee, true, collector);
    }

    public DevnetOptions withCollector(URI url) {
        return new DevnetOptions(
                home, state, ports, rpc, payers, confirmations, committee, asInProduction, Optional.of(url));
    }

    private static DevnetOptions of(Path home, String name, DevnetPorts ports) {
        return new DevnetOptions(
                home,
                home.resolve(".verigrad").resolve(name),
                ports,
                UnaryOperator.identity(),
                List.of(),
                1,
                Committee.ALONE,
                false,
                Optional.empty());
    }
}
