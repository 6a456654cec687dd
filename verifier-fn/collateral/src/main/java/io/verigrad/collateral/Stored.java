package io.verigrad.collateral;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Instant;

/**
 * An answer as it was given.
 *
 * @param content the body, byte for byte: signatures cover it
 * @param chain the certificates that came in a header, in PEM; empty if none did
 * @param refreshAt when to ask again; it may be good for longer
 */
public record Stored(Bytes content, Bytes chain, Instant fetchedAt, Instant refreshAt) {
    public Hash32 digest() {
        return Sha256.hash(content.toArray());
    }
}
