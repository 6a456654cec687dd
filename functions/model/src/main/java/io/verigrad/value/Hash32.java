package io.verigrad.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A 32-byte hash, digest or identifier ({@code bytes32} on chain). */
public record Hash32(Bytes bytes) implements Comparable<Hash32> {
    /** 32 zero bytes. */
    public static final Hash32 ZERO = new Hash32(Bytes.of(new byte[32]));

    public Hash32 {
        if (bytes.size() != 32) {
            throw new IllegalArgumentException("expected 32 bytes, found " + bytes.size() + ": " + bytes);
        }
    }

    /** Copies 32 bytes. */
    public static Hash32 of(byte[] value) {
        return new Hash32(Bytes.of(value));
    }

    /** Parses 64 hex digits after {@code 0x}. */
    @JsonCreator
    public static Hash32 parse(String text) {
        return new Hash32(Bytes.parse(text));
    }

    /** A copy of the 32 bytes. */
    public byte[] toArray() {
        return bytes.toArray();
    }

    /** Whether all 32 bytes are zero. */
    public boolean isZero() {
        return bytes.isZero();
    }

    /** Unsigned big-endian order, the order of sorted Merkle pairs. */
    @Override
    public int compareTo(Hash32 other) {
        return java.util.Arrays.compareUnsigned(bytes.toArray(), other.bytes.toArray());
    }

    @Override
    @JsonValue
    public String toString() {
        return bytes.toString();
    }
}
