package io.verigrad.attestation;

import io.verigrad.value.Hash32;

/** Makes evidence about the machine it runs on. */
public interface Attester {
    /** The format of its evidence. */
    String format();

    /**
     * Fresh evidence for a challenge.
     *
     * @param blockHash the block of the challenge
     * @param nonce the nonce of the challenge, {@link EnclaveNonce#of}
     */
    Evidence attest(Hash32 blockHash, Hash32 nonce, Binding binding);
}
