package io.verigrad.attestation;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;

/**
 * The nonce of enclave evidence: made from a recent block, so that one document serves every validator of one registry
 * and no validator has to hand out nonces.
 */
public final class EnclaveNonce {
    /** How old the block may be, in blocks. */
    public static final int MAX_AGE = 256;

    private EnclaveNonce() {}

    /** keccak256(abi.encode(registry, chain id, block hash)). */
    public static Hash32 of(Address registry, ChainId chain, Hash32 blockHash) {
        return StructEncoder.untyped()
                .address(registry)
                .uint(chain.value())
                .bytes32(blockHash)
                .hash();
    }
}
