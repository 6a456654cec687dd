package io.verigrad.chain;

import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The chain to use and where our contracts are on it.
 *
 * @param rpcUrls http or https JSON-RPC endpoints, the preferred one first; they often hold keys, so they are never
 *     printed. What a transaction did is believed once two of several say the same
 * @param timeout for one request to one endpoint, from connecting to the last byte
 */
public record ChainConfig(
        List<URI> rpcUrls, ChainId chainId, Address settlement, Address enclaveRegistry, Duration timeout) {
    public ChainConfig {
        rpcUrls = List.copyOf(rpcUrls);
        if (rpcUrls.isEmpty() || !rpcUrls.stream().allMatch(ChainConfig::isHttp)) {
            throw new IllegalArgumentException("expected an http or https URL as the RPC endpoint");
        }
        if (settlement.isZero() || enclaveRegistry.isZero()) {
            throw new IllegalArgumentException("expected the addresses of Settlement and EnclaveRegistry, found zero");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("expected a positive timeout, found " + timeout);
        }
    }

    /** With one endpoint. */
    public ChainConfig(URI rpcUrl, ChainId chainId, Address settlement, Address enclaveRegistry, Duration timeout) {
        this(List.of(rpcUrl), chainId, settlement, enclaveRegistry, timeout);
    }

    /** The preferred endpoint. */
    public URI rpcUrl() {
        return rpcUrls.getFirst();
    }

    private static boolean isHttp(URI url) {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null;
    }

    @Override
    public String toString() {
        return "ChainConfig[chainId=" + chainId + ", settlement=" + settlement + ", enclaveRegistry=" + enclaveRegistry
                + ", timeout=" + timeout + "]";
    }
}
