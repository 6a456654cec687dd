package io.verigrad.verifier.enclave;

import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;

/**
 * What an enclave needs to make evidence. No validator keeps it: all accept the same nonce while its block is recent.
 *
 * @param nonce made of registry, chain and block hash
 * @param policyId what evidence is bound to besides
 */
public record Challenge(
        ChainId chainId,
        Address registry,
        Address settlement,
        @DecimalString long blockNumber,
        Hash32 blockHash,
        Hash32 nonce,
        Hash32 policyId) {}
