package io.verigrad.runner.enclave;

import io.verigrad.attestation.Binding;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;

/**
 * What is registered besides the keys.
 *
 * @param runtimeDigest digest of the runtime image
 * @param modelManifestHash SHA-256 of the canonical JSON of the digests of all models by name
 */
public record Subject(
        ChainId chain,
        Address registry,
        Address operator,
        Address host,
        Hash32 runtimeDigest,
        Hash32 modelManifestHash) {
    Binding binding(EnclaveKeys keys, Hash32 policyId) {
        return new Binding(
                keys.receipt().publicKey(),
                keys.tlsKeyHash(),
                keys.hpkeKey(),
                Hash32.ZERO,
                runtimeDigest,
                modelManifestHash,
                policyId);
    }
}
