package io.verigrad.payment.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the chain is. */
@ConfigMapping(prefix = "verigrad.chain")
public interface ChainSettings {
    /** The JSON-RPC endpoint; it may hold a key. */
    URI rpcUrl();

    /** Further endpoints, asked where the first fails; then a transaction counts once two endpoints tell the same of it. */
    Optional<List<URI>> moreRpcUrls();

    /** The chain id that the node must have. */
    @WithDefault("84532")
    long id();

    /** The address of the Settlement contract. */
    String settlement();

    /** The address of the EnclaveRegistry contract. */
    String enclaveRegistry();

    /** How long one request to the node may take. */
    @WithDefault("PT5S")
    Duration timeout();
}
