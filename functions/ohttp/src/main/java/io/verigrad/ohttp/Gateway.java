package io.verigrad.ohttp;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/** The side that holds the key: opens requests and seals their responses (RFC 9458, section 4). Safe for many threads. */
public final class Gateway {
    /** The path of a gateway (RFC 9540, section 3): GET answers its key, POST takes sealed requests. */
    public static final String PATH = "/.well-known/ohttp-gateway";

    /** The problem type that says that the key is unknown (RFC 9458, section 5.3). */
    public static final String UNKNOWN_KEY = "https://iana.org/assignments/http-problem-types#ohttp-key";

    private final KeyConfig config;
    private final AsymmetricCipherKeyPair keys;
    private final SecureRandom random;

    public Gateway(int keyId, X25519PrivateKeyParameters key, SecureRandom random) {
        this.config = new KeyConfig(keyId, key.generatePublicKey().getEncoded());
        this.keys = new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
        this.random = random;
    }

    public KeyConfig config() {
        return config;
    }

    /**
     * Opens one request.
     *
     * @param request the binary HTTP message that was sealed
     * @param response seals the response to it
     */
    public record Opened(byte[] request, ResponseSealer response) {}

    /**
     * Opens a request.
     *
     * @throws OhttpException if it is malformed, for another key, changed, or cut
     */
    public Opened open(byte[] message, Framing framing) throws OhttpException {
        Cursor cursor = new Cursor(message);
        byte[] header = cursor.take(7);
        if (!Arrays.equals(header, config.header())) {
            throw OhttpException.unknownKey("expected key " + config.keyId()
                    + " with X25519, HKDF-SHA256 and AES-128-GCM; ask for the present key configuration");
        }
        byte[] encapsulated = cursor.take(KeyConfig.KEY_LENGTH);
        try {
            HPKEContext context = RequestSealer.SUITE.setupBaseR(encapsulated, keys, framing.requestInfo(header));
            byte[] request = switch (framing) {
                case WHOLE -> context.open(ResponseKey.NO_DATA, cursor.take(cursor.remaining()));
                case CHUNKED -> chunks(context, cursor);
            };
            return new Opened(request, new ResponseSealer(context, encapsulated, framing, nonce()));
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
            // A point of low order and a failed tag alike: nothing more is said about the key.
            throw new OhttpException("a request that was not sealed for this key, or was changed or cut", e);
        }
    }

    private static byte[] chunks(HPKEContext context, Cursor cursor) throws OhttpException, InvalidCipherTextException {
        Writer request = new Writer();
        int length;
        while ((length = cursor.varint(cursor.remaining())) != 0) {
            request.bytes(context.open(ResponseKey.NO_DATA, cursor.take(length)));
        }
        return request.bytes(context.open(ResponseKey.FINAL, cursor.take(cursor.remaining())))
                .toArray();
    }

    private byte[] nonce() {
        byte[] nonce = new byte[ResponseKey.NONCE_LENGTH];
        random.nextBytes(nonce);
        return nonce;
    }
}
