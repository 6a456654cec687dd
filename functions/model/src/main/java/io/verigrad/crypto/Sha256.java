package io.verigrad.crypto;

import io.verigrad.value.Hash32;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) of the JDK, which uses the processor's instructions. */
public final class Sha256 {
    private Sha256() {}

    /** The hash of the parts joined in order. */
    public static Hash32 hash(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return Hash32.of(digest.digest());
    }

    /** A fresh digest for callers that hash while they read. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
