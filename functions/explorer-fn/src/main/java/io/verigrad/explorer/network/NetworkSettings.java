package io.verigrad.explorer.network;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What the page tells its readers of the network. */
@ConfigMapping(prefix = "verigrad.explorer")
public interface NetworkSettings {
    /** A JSON-RPC endpoint that browsers may ask; none by default: the service's own may hold a key. */
    Optional<URI> publicRpcUrl();

    /** The runner that the playground calls, as browsers reach it; without it the playground asks its reader for one. */
    Optional<URI> runnerUrl();

    /** The private key of a wallet that every reader of the playground may spend; for networks of play money only. */
    Optional<String> testWallet();

    /** Contracts that the page shows more of. */
    Contracts contracts();

    /** Tokens by their symbol. */
    Map<String, Asset> assets();

    /** Contracts besides those that settle. */
    interface Contracts {
        /** The block in which the first of them was made: pages look for nothing before it. */
        @WithDefault("0")
        long since();

        /** Where validators stake (ValidatorStaking). */
        Optional<String> validatorStaking();

        /** The token that they stake (OPG). */
        Optional<String> opg();

        /** What handed the token out at the start, and knows whose tokens vest (Genesis). */
        Optional<String> genesis();

        /** Where its holders decide (VerigradGovernor). */
        Optional<String> governor();
    }

    /** A token that calls are paid in. */
    interface Asset {
        /** Its contract. */
        String address();

        /** How many digits of an atomic amount come after the point. */
        int decimals();
    }
}
