package io.verigrad.chain.transaction;

import io.verigrad.crypto.PrivateKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds one secp256k1 key: a line of {@code 0x} and 64 hex digits. */
public final class KeyFile {
    private static final int MAX_SIZE = 128;

    private KeyFile() {}

    /**
     * Reads the key.
     *
     * @throws IOException if the file cannot be read or holds anything else; the message never repeats its content
     */
    public static PrivateKey read(Path file) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_SIZE + 1);
        }
        String line = new String(content, StandardCharsets.US_ASCII).strip();
        try {
            return PrivateKey.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "expected one line of 0x and 64 hex digits in key file " + file + "; " + e.getMessage(), e);
        }
    }
}
