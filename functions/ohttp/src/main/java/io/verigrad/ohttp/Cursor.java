package io.verigrad.ohttp;

import java.util.Arrays;

/** Reads a byte array from front to back and never beyond its end. */
final class Cursor {
    private final byte[] bytes;
    private int position;

    Cursor(byte[] bytes) {
        this.bytes = bytes;
    }

    int remaining() {
        return bytes.length - position;
    }

    int unsigned(int width) throws OhttpException {
        int value = 0;
        for (byte each : take(width)) {
            value = value << 8 | each & 0xff;
        }
        return value;
    }

    byte[] take(int length) throws OhttpException {
        if (length > remaining()) {
            throw new OhttpException("truncated: expected " + length + " more bytes, found " + remaining());
        }
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    /**
     * A variable-length integer (RFC 9000, section 16).
     *
     * @param most the greatest value that is accepted, so that no length is believed before it is bounded
     */
    int varint(int most) throws OhttpException {
        int first = unsigned(1);
        int width = 1 << (first >> 6);
        long value = first & 0x3f;
        for (byte each : take(width - 1)) {
            value = value << 8 | each & 0xff;
        }
        if (value > most) {
            throw new OhttpException("expected a length or number of at most " + most + ", found " + value);
        }
        return (int) value;
    }

    byte[] prefixed(int most) throws OhttpException {
        return take(varint(most));
    }
}
