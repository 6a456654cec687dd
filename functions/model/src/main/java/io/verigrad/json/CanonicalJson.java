package io.verigrad.json;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** JSON in the one form that everybody hashes alike (RFC 8785). */
public final class CanonicalJson {
    private CanonicalJson() {}

    /** The canonical bytes of a value: a tree, a record, a map. */
    public static byte[] encode(Object value) {
        try {
            return new JsonCanonicalizer(Json.write(value)).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException("JSON that was just written cannot be read", e);
        }
    }

    /** SHA-256 of the canonical bytes. */
    public static Hash32 digest(Object value) {
        return Sha256.hash(encode(value));
    }
}
