package io.verigrad.audit;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Numbers that nobody could know while a batch could still be changed: SHA-256(tag, root, beacon, counter). The beacon is a
 * value that became known after the root was fixed, as the hash of a block that is final and later than the one that settled
 * the batch. Anybody draws the same numbers. Not safe for use by several threads.
 */
public final class AuditSeed {
    private static final byte[] TAG = "verigrad-audit-v1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] batchRoot;
    private final byte[] beacon;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long counter;

    /** Numbers from the first one on. */
    public AuditSeed(Hash32 batchRoot, Hash32 beacon) {
        this.batchRoot = batchRoot.toArray();
        this.beacon = beacon.toArray();
    }

    /**
     * The next number, each below the bound as likely as any other.
     *
     * @param bound positive
     */
    public long below(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("expected a positive bound, found " + bound);
        }
        // What lies beyond the last multiple of the bound would make small numbers likelier.
        long most = Long.MAX_VALUE - Long.MAX_VALUE % bound;
        long drawn = next();
        while (drawn >= most) {
            drawn = next();
        }
        return drawn % bound;
    }

    private long next() {
        if (!block.hasRemaining()) {
            byte[] count = ByteBuffer.allocate(Long.BYTES).putLong(counter++).array();
            block = ByteBuffer.wrap(Sha256.hash(TAG, batchRoot, beacon, count).toArray());
        }
        return block.getLong() >>> 1;
    }
}
