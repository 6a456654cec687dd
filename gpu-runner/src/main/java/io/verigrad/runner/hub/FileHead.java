package io.verigrad.runner.hub;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The first bytes of a file. Archives, which grow when they are opened, and programs show by them, whatever they are called. */
final class FileHead {
    private static final int LENGTH = 8;

    private static final Map<String, byte[]> REFUSED = Map.of(
            "a zip archive", bytes(0x50, 0x4b, 0x03, 0x04),
            "an empty zip archive", bytes(0x50, 0x4b, 0x05, 0x06),
            "gzip", bytes(0x1f, 0x8b, 0x08),
            "xz", bytes(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00),
            "zstd", bytes(0x28, 0xb5, 0x2f, 0xfd),
            "bzip2", bytes(0x42, 0x5a, 0x68),
            "a 7z archive", bytes(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c),
            "a program", bytes(0x7f, 0x45, 0x4c, 0x46),
            "a script", bytes(0x23, 0x21));

    private final byte[] head = new byte[LENGTH];
    private int length;

    /** Looks at the next bytes, which stay as they are; what kind of file this is, if it is one that is not taken. */
    Optional<String> refused(ByteBuffer next) {
        int taken = Math.min(next.remaining(), LENGTH - length);
        next.get(next.position(), head, length, taken);
        length += taken;
        return REFUSED.entrySet().stream()
                .filter(kind -> startsWith(kind.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private boolean startsWith(byte[] signature) {
        return length >= signature.length && Arrays.equals(head, 0, signature.length, signature, 0, signature.length);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
