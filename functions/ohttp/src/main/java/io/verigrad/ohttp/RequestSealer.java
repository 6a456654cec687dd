package io.verigrad.ohttp;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

/** The client's side: seals requests for one key (RFC 9458, section 4.3). Safe for many threads. */
public final class RequestSealer {
    static final HPKE SUITE =
            new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);

    private final KeyConfig config;

    public RequestSealer(KeyConfig config) {
        this.config = config;
    }

    /**
     * Seals one request.
     *
     * @param request a binary HTTP message
     */
    public SealedRequest seal(byte[] request, Framing framing) {
        return seal(request, framing, SUITE.generatePrivateKey());
    }

    SealedRequest seal(byte[] request, Framing framing, AsymmetricCipherKeyPair ephemeral) {
        byte[] header = config.header();
        HPKEContextWithEncapsulation context = SUITE.setupBaseS(
                SUITE.deserializePublicKey(config.publicKey()), framing.requestInfo(header), ephemeral);
        Writer message = new Writer().bytes(header).bytes(context.getEncapsulation());
        try {
            switch (framing) {
                case WHOLE -> message.bytes(context.seal(ResponseKey.NO_DATA, request));
                // One last chunk: the request is complete when it is sealed. Its length 0 means "to the end".
                case CHUNKED -> message.varint(0).bytes(context.seal(ResponseKey.FINAL, request));
            }
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("sealing does not fail", e);
        }
        return new SealedRequest(
                message.toArray(), framing, new ResponseOpener(context, context.getEncapsulation(), framing));
    }
}
