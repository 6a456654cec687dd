package io.verigrad.runner.attest;

import io.verigrad.attestation.Attester;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.gcp.GcpVerifier;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.List;

/** Tokens of Google Confidential Space: Google verified the machine, and signs what it found with our nonces. */
final class GcpAttester implements Attester {
    private final TeeServer server;
    private final String audience;

    GcpAttester(TeeServer server, String audience) {
        this.server = server;
        this.audience = audience;
    }

    @Override
    public String format() {
        return GcpVerifier.FORMAT;
    }

    @Override
    public Evidence attest(Hash32 blockHash, Hash32 nonce, Binding binding) {
        Bytes token = server.token(audience, List.of(hex(nonce), hex(binding.hash(nonce))));
        return new Evidence(GcpVerifier.FORMAT, token, binding, blockHash);
    }

    private static String hex(Hash32 hash) {
        return hash.toString().substring(2);
    }
}
