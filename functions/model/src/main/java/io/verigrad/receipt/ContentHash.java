package io.verigrad.receipt;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;

/** Hashes of what went over HTTP. Bodies are taken after content decoding and decryption, before content encoding. */
public final class ContentHash {
    private ContentHash() {}

    /**
     * SHA-256 of method, a space, path, a line feed, body. Neither method nor path can hold the separators, so two
     * different requests never give the same bytes.
     *
     * @param path the path of the target, without query, as it was sent
     */
    public static Hash32 request(String method, String path, byte[] body) {
        if (!method.matches("[A-Z]+") || !path.matches("/[\\x21-\\x7e]*") || path.indexOf('?') >= 0) {
            throw new IllegalArgumentException("expected a method in capitals and a path without query or spaces");
        }
        return Sha256.hash((method + ' ' + path + '\n').getBytes(StandardCharsets.US_ASCII), body);
    }

    /** SHA-256 of a buffered body. */
    public static Hash32 response(byte[] body) {
        return Sha256.hash(body);
    }

    /**
     * The EIP-3009 nonce of a client that binds its payment to one request: whoever sees the header cannot spend it on
     * another request.
     */
    public static Hash32 boundNonce(Hash32 requestHash, Hash32 clientNonce) {
        return Sha256.hash(requestHash.toArray(), clientNonce.toArray());
    }
}
