package io.verigrad.explorer.network;

import io.verigrad.chain.ChainConfig;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /api/network}: what this server claims of the network; the page's checks let readers set their own. */
@Path("/api/network")
class NetworkResource {
    private final ChainConfig chain;
    private final NetworkSettings settings;
    private final Clock clock;

    NetworkResource(ChainConfig chain, NetworkSettings settings, Clock clock) {
        this.chain = chain;
        this.settings = settings;
        this.clock = clock;
    }

    @GET
    public Network network() {
        List<Asset> assets = settings.assets().entrySet().stream()
                .map(entry -> new Asset(
                        entry.getKey(),
                        Address.parse(entry.getValue().address()),
                        entry.getValue().decimals()))
                .toList();
        return new Network(
                chain.chainId().value(),
                chain.settlement(),
                chain.enclaveRegistry(),
                settings.publicRpcUrl(),
                settings.runnerUrl(),
                settings.testWallet().map(Hash32::parse),
                new Contracts(
                        settings.contracts().since(),
                        settings.contracts().validatorStaking().map(Address::parse),
                        settings.contracts().opg().map(Address::parse),
                        settings.contracts().genesis().map(Address::parse),
                        settings.contracts().governor().map(Address::parse)),
                assets,
                clock.instant());
    }

    record Network(
            long chainId,
            Address settlement,
            Address enclaveRegistry,
            Optional<URI> rpcUrl,
            Optional<URI> runnerUrl,
            Optional<Hash32> testWallet,
            Contracts contracts,
            List<Asset> assets,
            Instant now) {}

    record Contracts(
            long since,
            Optional<Address> validatorStaking,
            Optional<Address> opg,
            Optional<Address> genesis,
            Optional<Address> governor) {}

    record Asset(String symbol, Address address, int decimals) {}
}
