package io.verigrad.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string. Its text form is lower-case hex with the prefix {@code 0x}. */
public final class Bytes {
    /** The empty byte string. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** Copies {@code value}. */
    public static Bytes of(byte... value) {
        return new Bytes(value.clone());
    }

    /**
     * Parses {@code 0x}-prefixed hex of even length, either case.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    @JsonCreator
    public static Bytes parse(String text) {
        if (!text.startsWith("0x") || text.length() % 2 != 0) {
            throw new IllegalArgumentException("expected 0x-prefixed hex of even length, found " + excerpt(text));
        }
        try {
            return new Bytes(HEX.parseHex(text, 2, text.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected 0x-prefixed hex, found " + excerpt(text), e);
        }
    }

    /** Joins {@code parts} in order. */
    public static Bytes concat(Bytes... parts) {
        int size = 0;
        for (Bytes part : parts) {
            size += part.value.length;
        }
        byte[] joined = new byte[size];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.value, 0, joined, at, part.value.length);
            at += part.value.length;
        }
        return new Bytes(joined);
    }

    /** A copy of the bytes in {@code [from, to)}. */
    public Bytes slice(int from, int to) {
        return new Bytes(Arrays.copyOfRange(value, from, to));
    }

    /** The number of bytes. */
    public int size() {
        return value.length;
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return value.clone();
    }

    /** Whether every byte is zero; true for the empty string. */
    public boolean isZero() {
        for (byte b : value) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    @JsonValue
    public String toString() {
        return "0x" + HEX.formatHex(value);
    }

    private static String excerpt(String text) {
        return text.length() <= 80 ? '"' + text + '"' : "\"" + text.substring(0, 80) + "...\" of " + text.length();
    }
}
