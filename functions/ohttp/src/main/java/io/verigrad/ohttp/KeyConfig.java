package io.verigrad.ohttp;

import java.util.Arrays;
import org.bouncycastle.crypto.hpke.HPKE;

/**
 * The public key of a gateway (RFC 9458, section 3), for the one suite that is used here: X25519 and SHA-256 with
 * AES-128-GCM. A client must know that the key is the gateway's own: from evidence, not from this document.
 *
 * @param keyId names the key among those of a gateway, 0 to 255
 * @param publicKey X25519, 32 bytes
 */
public record KeyConfig(int keyId, byte[] publicKey) {
    /** The media type of {@link #encodeList()} (RFC 9458, section 3.2). */
    public static final String MEDIA_TYPE = "application/ohttp-keys";

    /** The name of the one key that a runner has; it changes with its process, and evidence vouches for it. */
    public static final int RUNNER_KEY = 1;

    static final int KEY_LENGTH = 32;
    private static final int KEM = HPKE.kem_X25519_SHA256;
    private static final int KDF = HPKE.kdf_HKDF_SHA256;
    private static final int AEAD = HPKE.aead_AES_GCM128;
    private static final int MAX_CONFIGS = 1 << 16;

    public KeyConfig {
        if (keyId < 0 || keyId > 255 || publicKey.length != KEY_LENGTH) {
            throw new IllegalArgumentException("expected a key id of one byte and a key of 32 bytes");
        }
        publicKey = publicKey.clone();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The list of this one key (RFC 9458, section 3.2). */
    public byte[] encodeList() {
        byte[] config = encode();
        return new Writer().unsigned(config.length, 2).bytes(config).toArray();
    }

    byte[] encode() {
        return new Writer()
                .unsigned(keyId, 1)
                .unsigned(KEM, 2)
                .bytes(publicKey)
                .unsigned(4, 2)
                .unsigned(KDF, 2)
                .unsigned(AEAD, 2)
                .toArray();
    }

    /**
     * The first key of a list that can be used here.
     *
     * @throws OhttpException if the list is malformed or has no such key
     */
    public static KeyConfig parseList(byte[] list) throws OhttpException {
        if (list.length > MAX_CONFIGS) {
            throw new OhttpException("expected a list of at most " + MAX_CONFIGS + " bytes, found " + list.length);
        }
        Cursor cursor = new Cursor(list);
        KeyConfig found = null;
        while (cursor.remaining() > 0) {
            Cursor config = new Cursor(cursor.take(cursor.unsigned(2)));
            int keyId = config.unsigned(1);
            if (config.unsigned(2) != KEM) {
                // The length of another mechanism's key is not known; the list's own lengths lead past it.
                continue;
            }
            byte[] key = config.take(KEY_LENGTH);
            Cursor suites = new Cursor(config.take(config.unsigned(2)));
            if (config.remaining() > 0) {
                throw new OhttpException("expected the end of a key configuration");
            }
            while (suites.remaining() > 0) {
                boolean ours = suites.unsigned(2) == KDF & suites.unsigned(2) == AEAD;
                if (ours && found == null) {
                    found = new KeyConfig(keyId, key);
                }
            }
        }
        if (found == null) {
            throw new OhttpException("expected a key for X25519, HKDF-SHA256 and AES-128-GCM, found none");
        }
        return found;
    }

    /** The start of an encapsulated request (RFC 9458, section 4.1). */
    byte[] header() {
        return new Writer()
                .unsigned(keyId, 1)
                .unsigned(KEM, 2)
                .unsigned(KDF, 2)
                .unsigned(AEAD, 2)
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyConfig that && keyId == that.keyId && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return "KeyConfig[" + keyId + "]";
    }
}
