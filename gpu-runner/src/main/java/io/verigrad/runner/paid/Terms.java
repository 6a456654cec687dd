package io.verigrad.runner.paid;

import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.time.Duration;

/**
 * What all offers of this runner have in common.
 *
 * @param payTo the host's vault
 * @param tokenName the name in the token's EIP-712 domain
 * @param tokenVersion the version in it
 * @param offerLifetime how long a signed offer is good for
 */
public record Terms(
        ChainId network, Address asset, Address payTo, String tokenName, String tokenVersion, Duration offerLifetime) {}
