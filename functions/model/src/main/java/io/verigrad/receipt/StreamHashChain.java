package io.verigrad.receipt;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;

/**
 * The hash chain over a stream of server-sent events: h0 = SHA-256(tag, requestHash), hi = SHA-256(hi-1, SHA-256(data of
 * event i)). Comments, {@code [DONE]} and the event that carries the receipt are not links. Not safe for use by several
 * threads.
 */
public final class StreamHashChain {
    private static final byte[] TAG = "verigrad-stream-v1".getBytes(StandardCharsets.US_ASCII);

    private Hash32 link;

    public StreamHashChain(Hash32 requestHash) {
        this.link = Sha256.hash(TAG, requestHash.toArray());
    }

    /** Adds the data of one event and returns the new last link. */
    public Hash32 append(byte[] data) {
        link = Sha256.hash(link.toArray(), Sha256.hash(data).toArray());
        return link;
    }

    /** The last link: the response hash once the stream has ended. */
    public Hash32 last() {
        return link;
    }
}
