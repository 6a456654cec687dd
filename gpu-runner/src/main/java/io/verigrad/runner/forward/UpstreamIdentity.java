package io.verigrad.runner.forward;

import io.verigrad.json.CanonicalJson;
import io.verigrad.value.Hash32;
import java.util.Map;

/**
 * Who an upstream proved to be.
 *
 * @param host the name that its certificate was checked for
 * @param tlsKeyDigest SHA-256 of the SubjectPublicKeyInfo of its certificate; zero without TLS, in development only
 */
record UpstreamIdentity(String host, Hash32 tlsKeyDigest) {
    /** The model digest of receipts: nothing more is known of a closed model than who calls it so. */
    Hash32 modelDigest(String model) {
        return CanonicalJson.digest(Map.of("host", host, "tlsKeyDigest", tlsKeyDigest.toString(), "model", model));
    }
}
