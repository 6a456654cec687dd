package io.verigrad.client;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.net.URI;
import java.util.Optional;

/**
 * The chain and the contracts that a client believes in.
 *
 * @param registry where key epochs are read; without it a receipt proves only that somebody holds its key
 */
public record Network(ChainId chainId, Address settlement, Optional<Registry> registry) {
    /**
     * The registry of enclave keys.
     *
     * @param rpcUrl a node's JSON-RPC endpoint; often holds a key, so it is never printed
     */
    public record Registry(Address address, URI rpcUrl) {
        @Override
        public String toString() {
            return "Registry[" + address + "]";
        }
    }

    /** The domain of receipts and offers. */
    public TypedDataDomain domain() {
        return TypedDataDomain.verigrad(chainId, settlement);
    }
}
