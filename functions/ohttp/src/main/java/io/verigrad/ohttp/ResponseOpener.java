package io.verigrad.ohttp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens the one response to a sealed request. A response in chunks is fed as its bytes come; it is complete only when
 * {@link #end()} returned, so that one which was cut off is never taken for a whole one. Not safe for many threads.
 */
public final class ResponseOpener {
    /** The longest chunk that is kept until it is complete. */
    private static final int MAX_CHUNK = 64 << 20;

    private final HPKEContext context;
    private final byte[] encapsulatedKey;
    private final Framing framing;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private @Nullable ResponseKey key;

    ResponseOpener(HPKEContext context, byte[] encapsulatedKey, Framing framing) {
        this.context = context;
        this.encapsulatedKey = encapsulatedKey;
        this.framing = framing;
    }

    /** Opens a response that came whole, in either framing. */
    public byte[] open(byte[] message) throws OhttpException {
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        feed(message).forEach(opened::writeBytes);
        opened.writeBytes(end());
        return opened.toByteArray();
    }

    /**
     * Takes the next bytes of the response.
     *
     * @return the content of each chunk that became complete
     */
    public List<byte[]> feed(byte[] bytes) throws OhttpException {
        waiting.writeBytes(bytes);
        if (key == null && waiting.size() >= ResponseKey.NONCE_LENGTH) {
            byte[] all = drain();
            key = new ResponseKey(context, encapsulatedKey, framing, Arrays.copyOf(all, ResponseKey.NONCE_LENGTH));
            waiting.write(all, ResponseKey.NONCE_LENGTH, all.length - ResponseKey.NONCE_LENGTH);
        }
        return key == null || framing == Framing.WHOLE ? List.of() : chunks(key);
    }

    /**
     * Ends the response.
     *
     * @return the content of its last part
     * @throws OhttpException if it ended too early
     */
    public byte[] end() throws OhttpException {
        if (key == null) {
            throw new OhttpException("truncated: expected a response nonce of 16 bytes");
        }
        byte[] rest = drain();
        if (framing == Framing.WHOLE) {
            return key.open(rest, ResponseKey.NO_DATA);
        }
        if (rest.length == 0 || rest[0] != 0) {
            throw new OhttpException("truncated: expected the last chunk of the response");
        }
        return key.open(Arrays.copyOfRange(rest, 1, rest.length), ResponseKey.FINAL);
    }

    private List<byte[]> chunks(ResponseKey with) throws OhttpException {
        List<byte[]> opened = new ArrayList<>();
        byte[] all = drain();
        int done = 0;
        while (done < all.length) {
            int width = 1 << ((all[done] & 0xff) >> 6);
            if (all[done] == 0 || all.length - done < width) {
                break;
            }
            int length = new Cursor(Arrays.copyOfRange(all, done, done + width)).varint(MAX_CHUNK);
            if (all.length - done - width < length) {
                break;
            }
            opened.add(with.open(Arrays.copyOfRange(all, done + width, done + width + length), ResponseKey.NO_DATA));
            done += width + length;
        }
        waiting.write(all, done, all.length - done);
        if (waiting.size() > MAX_CHUNK) {
            throw new OhttpException("expected chunks of at most " + MAX_CHUNK + " bytes");
        }
        return opened;
    }

    private byte[] drain() {
        byte[] all = waiting.toByteArray();
        waiting.reset();
        return all;
    }
}
