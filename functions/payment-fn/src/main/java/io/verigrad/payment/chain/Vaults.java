package io.verigrad.payment.chain;

import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.value.Address;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The addresses that only Settlement can empty. */
@ApplicationScoped
public class Vaults {
    private final VerifiedChain chain;
    /** Vault by host. Hosts come from registered runners only, so there are few. */
    private final Map<Address, Address> vaults = new ConcurrentHashMap<>();

    Vaults(VerifiedChain chain) {
        this.chain = chain;
    }

    /** The vault of a host; it is where it is for ever. */
    public Address vaultOf(Address host) throws ChainUnavailableException {
        Address known = vaults.get(host);
        if (known != null) {
            return known;
        }
        Address vault = chain.get().vaultOf(host);
        vaults.put(host, vault);
        return vault;
    }

    /** Whether this is a vault that a runner's offer named here. */
    public boolean isKnown(Address address) {
        return vaults.containsValue(address);
    }
}
