package io.verigrad.settlement;

import io.verigrad.receipt.ContentHash;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The request that a locator holds: the path, a line feed, the body. So the request hash is SHA-256 of {@code "POST "} and
 * the locator, which a contract can compute. Other locators, addresses for one, are not followed: who writes them chooses
 * what we would call.
 */
record Locator(String path, byte[] body) {
    private static final int MAX_PATH = 256;

    /** Reads a locator; empty if it does not hold the request of that hash. */
    static Optional<Locator> read(Bytes locator, Hash32 requestHash) {
        byte[] bytes = locator.toArray();
        int end = 0;
        while (end < bytes.length && end < MAX_PATH && bytes[end] != '\n') {
            end++;
        }
        if (end == bytes.length || bytes[end] != '\n') {
            return Optional.empty();
        }
        String path = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        byte[] body = java.util.Arrays.copyOfRange(bytes, end + 1, bytes.length);
        try {
            return ContentHash.request("POST", path, body).equals(requestHash)
                    ? Optional.of(new Locator(path, body))
                    : Optional.empty();
        } catch (IllegalArgumentException noPath) {
            return Optional.empty();
        }
    }
}
