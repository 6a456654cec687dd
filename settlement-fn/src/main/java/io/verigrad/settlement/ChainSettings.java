package io.verigrad.settlement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The chain and our contracts on it. */
@ConfigMapping(prefix = "verigrad.chain")
interface ChainSettings {
    /** JSON-RPC endpoint; may hold a key and is never printed. */
    URI rpcUrl();

    /** Further endpoints, asked where the first fails; then a transaction counts once two endpoints tell the same of it. */
    Optional<List<URI>> moreRpcUrls();

    /** Chain id of EIP-155: 8453 is Base. */
    @WithDefault("84532")
    long id();

    /** Address of the Settlement contract. */
    String settlement();

    /** Address of the EnclaveRegistry contract. */
    String enclaveRegistry();

    /** Address of the ChannelClaims contract; without it what channels pay is not claimed. */
    Optional<String> channelClaims();

    /** Address of the Disputes contract; nothing is disputed without it. */
    Optional<String> disputes();

    /** Address of the InferenceRequests contract; what contracts ask for is not answered without it. */
    Optional<String> inferenceRequests();

    /** The longest that one request may take. */
    @WithDefault("10s")
    Duration timeout();
}
