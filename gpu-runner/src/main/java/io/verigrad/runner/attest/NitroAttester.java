package io.verigrad.runner.attest;

import io.verigrad.attestation.Attester;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.nitro.NitroVerifier;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;

/** Attestation documents of an AWS Nitro Enclave. */
final class NitroAttester implements Attester {
    private final NsmDevice device;

    NitroAttester(NsmDevice device) {
        this.device = device;
    }

    @Override
    public String format() {
        return NitroVerifier.FORMAT;
    }

    @Override
    public Evidence attest(Hash32 blockHash, Hash32 nonce, Binding binding) {
        Bytes document = device.attest(binding.hash(nonce).bytes(), nonce.bytes(), binding.receiptKey());
        return new Evidence(NitroVerifier.FORMAT, document, binding, blockHash);
    }
}
