package io.verigrad.verifier.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The chain and the contracts on it. */
@ConfigMapping(prefix = "verigrad.chain")
public interface ChainSettings {
    /** The JSON-RPC endpoint; may hold a key, so it is never printed. */
    String rpcUrl();

    /** Further endpoints, asked where the first fails; then a transaction counts once two endpoints tell the same of it. */
    Optional<List<String>> moreRpcUrls();

    /** The EVM chain id; 84532 is Base Sepolia. */
    @WithDefault("84532")
    long id();

    /** The address of the Settlement contract. */
    String settlement();

    /** The address of the EnclaveRegistry contract. */
    String enclaveRegistry();

    /** The address of the InferenceRequests contract; answers to contracts are not endorsed without it. */
    Optional<String> inferenceRequests();

    /** The address of the Disputes contract; no case is judged without it. */
    Optional<String> disputes();

    /** The limit of one request to the node. */
    @WithDefault("PT10S")
    Duration timeout();
}
