package io.verigrad.chain;

import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.net.URI;
import java.time.Duration;

/**
 * The chain to use and where our contracts are on it.
 *
 * @param rpcUrl an http or https JSON-RPC endpoint; often holds a key, so it is never printed
 * @param timeout for one request from connecting to the last byte
 */
public record ChainConfig(URI rpcUrl, ChainId chainId, Address settlement, Address enclaveRegistry, Duration timeout) {
    public ChainConfig {
        if (!"http".equals(rpcUrl.getScheme()) && !"https".equals(rpcUrl.getScheme()) || rpcUrl.getHost() == null) {
            throw new IllegalArgumentException("expected an http or https URL as the RPC endpoint");
        }
        if (settlement.isZero() || enclaveRegistry.isZero()) {
            throw new IllegalArgumentException("expected the addresses of Settlement and EnclaveRegistry, found zero");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("expected a positive timeout, found " + timeout);
        }
    }

    @Override
    public String toString() {
        return "ChainConfig[chainId=" + chainId + ", settlement=" + settlement + ", enclaveRegistry=" + enclaveRegistry
                + ", timeout=" + timeout + "]";
    }
}
