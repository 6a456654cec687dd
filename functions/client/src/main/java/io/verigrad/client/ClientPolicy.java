package io.verigrad.client;

import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import java.time.Duration;
import java.util.Set;

/**
 * What a client agrees to without asking.
 *
 * @param schemes how it pays; by Permit2 only who once allowed that to take the token
 * @param assets the tokens it pays with
 * @param maxPerCall the most that one call may cost, atomic units of the token
 * @param minAssurance the lowest level that it accepts
 * @param maxValidity the longest time that a signed payment may stay good
 */
public record ClientPolicy(
        Set<Scheme> schemes,
        Set<Address> assets,
        TokenAmount maxPerCall,
        Assurance minAssurance,
        Duration maxValidity) {
    /** Exact amounts by EIP-3009, any level, and payments that stay good for up to two hours. */
    public static ClientPolicy of(Set<Address> assets, TokenAmount maxPerCall) {
        return new ClientPolicy(
                Set.of(Scheme.EXACT_EIP3009), assets, maxPerCall, Assurance.UNATTESTED, Duration.ofHours(2));
    }

    public ClientPolicy {
        schemes = Set.copyOf(schemes);
        assets = Set.copyOf(assets);
        if (schemes.isEmpty()) {
            throw new IllegalArgumentException("expected one scheme or more");
        }
        if (assets.isEmpty() || maxPerCall.isZero() || !maxPerCall.fitsUint128()) {
            throw new IllegalArgumentException("expected one asset or more and a cap of 1 to 2^128-1");
        }
        if (!maxValidity.isPositive()) {
            throw new IllegalArgumentException("expected a positive validity, found " + maxValidity);
        }
    }

    public ClientPolicy withMinAssurance(Assurance level) {
        return new ClientPolicy(schemes, assets, maxPerCall, level, maxValidity);
    }

    /** The same by other schemes. */
    public ClientPolicy withSchemes(Set<Scheme> others) {
        return new ClientPolicy(others, assets, maxPerCall, minAssurance, maxValidity);
    }

    /** The same with other tokens. */
    public ClientPolicy withAssets(Set<Address> others) {
        return new ClientPolicy(schemes, others, maxPerCall, minAssurance, maxValidity);
    }
}
