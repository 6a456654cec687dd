package io.verigrad.ohttp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The counterpart of {@link Cursor}. */
final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Writer unsigned(int value, int width) {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            out.write(value >>> shift);
        }
        return this;
    }

    Writer bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** A variable-length integer in its shortest form (RFC 9000, section 16). */
    Writer varint(int value) {
        if (value < 1 << 6) {
            return unsigned(value, 1);
        }
        return value < 1 << 14
                ? unsigned(value | 1 << 14, 2)
                : value < 1 << 30 ? unsigned(value | 2 << 30, 4) : far(value);
    }

    private Writer far(int value) {
        return unsigned(3 << 30, 4).unsigned(value, 4);
    }

    Writer prefixed(byte[] bytes) {
        return varint(bytes.length).bytes(bytes);
    }

    Writer prefixed(String text) {
        return prefixed(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] toArray() {
        return out.toByteArray();
    }
}
