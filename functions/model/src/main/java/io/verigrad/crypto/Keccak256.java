package io.verigrad.crypto;

import io.verigrad.value.Hash32;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 as the EVM has it: the original padding, not the one of FIPS 202. */
public final class Keccak256 {
    private Keccak256() {}

    /** The hash of the parts joined in order. */
    public static Hash32 hash(byte[]... parts) {
        KeccakDigest digest = new KeccakDigest(256);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return Hash32.of(hash);
    }
}
