package io.verigrad.attestation.pki;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.KeyPair;

/** A certificate with its key. */
public record Issued(KeyPair key, String name, Bytes der) {
    public Hash32 fingerprint() {
        return Sha256.hash(der.toArray());
    }
}
