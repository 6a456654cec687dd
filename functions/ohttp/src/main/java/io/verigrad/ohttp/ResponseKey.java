package io.verigrad.ohttp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.hpke.HPKEContext;

/** The key of one response (RFC 9458, section 4.4), and the count of chunks that it sealed or opened. */
final class ResponseKey {
    /** max(Nn, Nk) of AES-128-GCM. */
    static final int NONCE_LENGTH = 16;

    static final byte[] NO_DATA = {};
    /** Said of the last chunk, so that a response which was cut off shows. */
    static final byte[] FINAL = {'f', 'i', 'n', 'a', 'l'};

    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final byte[] nonce;
    private int counter;

    ResponseKey(HPKEContext context, byte[] encapsulatedKey, Framing framing, byte[] responseNonce) {
        byte[] secret = context.export(framing.responseLabel(), NONCE_LENGTH);
        byte[] salt = new Writer().bytes(encapsulatedKey).bytes(responseNonce).toArray();
        byte[] pseudorandom = context.extract(salt, secret);
        this.key = new SecretKeySpec(context.expand(pseudorandom, new byte[] {'k', 'e', 'y'}, 16), "AES");
        this.nonce = context.expand(pseudorandom, new byte[] {'n', 'o', 'n', 'c', 'e'}, 12);
    }

    byte[] seal(byte[] text, byte[] data) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, data).doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    byte[] open(byte[] sealed, byte[] data) throws OhttpException {
        try {
            return cipher(Cipher.DECRYPT_MODE, data).doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw new OhttpException("a response that was not sealed for this request, or was changed or cut", e);
        } catch (GeneralSecurityException e) {
            throw new OhttpException("expected a sealed response of at least 16 bytes", e);
        }
    }

    private Cipher cipher(int mode, byte[] data) throws GeneralSecurityException {
        byte[] chunkNonce = Arrays.copyOf(nonce, nonce.length);
        for (int at = 0; at < 4; at++) {
            chunkNonce[chunkNonce.length - 1 - at] ^= (byte) (counter >>> 8 * at);
        }
        counter = Math.addExact(counter, 1);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, chunkNonce));
        cipher.updateAAD(data);
        return cipher;
    }
}
