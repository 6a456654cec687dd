package io.verigrad.verifier.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The key on P-256 that signs attestation results for readers without a chain. It never prints itself. */
public record ResultKey(PrivateKey key) {
    private static final int BITS = 256;

    /**
     * Reads a file in PEM (PKCS#8, RFC 5208; RFC 7468).
     *
     * @throws IOException if it holds no such key; the message does not repeat it
     */
    static ResultKey read(Path file) throws IOException {
        String base64 = Files.readString(file, StandardCharsets.US_ASCII)
                .replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
                .replaceAll("\\s", "");
        try {
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
            if (key instanceof ECPrivateKey curve
                    && curve.getParams().getOrder().bitLength() == BITS
                    && curve.getParams().toString().startsWith("secp256r1")) {
                return new ResultKey(key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("expected a private key on P-256 in PEM (PKCS#8)");
        }
        throw new IOException("expected a private key on P-256, found one on another curve");
    }

    @Override
    public String toString() {
        return "ResultKey";
    }
}
