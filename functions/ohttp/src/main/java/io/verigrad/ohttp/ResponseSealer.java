package io.verigrad.ohttp;

import org.bouncycastle.crypto.hpke.HPKEContext;

/**
 * Seals the one response to an opened request: whole by {@link #seal}, or in chunks by {@link #start}, {@link #chunk} and
 * {@link #last}. Not safe for many threads.
 */
public final class ResponseSealer {
    private final Framing framing;
    private final byte[] nonce;
    private final ResponseKey key;

    ResponseSealer(HPKEContext context, byte[] encapsulatedKey, Framing framing, byte[] nonce) {
        this.framing = framing;
        this.nonce = nonce;
        this.key = new ResponseKey(context, encapsulatedKey, framing, nonce);
    }

    public Framing framing() {
        return framing;
    }

    /** The whole response in one, in the framing of the request. */
    public byte[] seal(byte[] response) {
        return switch (framing) {
            case WHOLE ->
                new Writer()
                        .bytes(nonce)
                        .bytes(key.seal(response, ResponseKey.NO_DATA))
                        .toArray();
            case CHUNKED -> new Writer().bytes(start()).bytes(last(response)).toArray();
        };
    }

    /** What goes before the first chunk. */
    public byte[] start() {
        return nonce.clone();
    }

    /** One chunk that is not the last. */
    public byte[] chunk(byte[] content) {
        return new Writer().prefixed(key.seal(content, ResponseKey.NO_DATA)).toArray();
    }

    /** The last chunk, which may be empty. */
    public byte[] last(byte[] content) {
        return new Writer()
                .varint(0)
                .bytes(key.seal(content, ResponseKey.FINAL))
                .toArray();
    }
}
