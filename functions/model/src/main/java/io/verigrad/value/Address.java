package io.verigrad.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.verigrad.crypto.Keccak256;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A 20-byte account or contract address. Its text form carries the checksum of EIP-55. */
public record Address(Bytes bytes) {
    /** The zero address. */
    public static final Address ZERO = new Address(Bytes.of(new byte[20]));

    public Address {
        if (bytes.size() != 20) {
            throw new IllegalArgumentException("expected an address of 20 bytes, found " + bytes.size());
        }
    }

    /** Copies 20 bytes. */
    public static Address of(byte[] value) {
        return new Address(Bytes.of(value));
    }

    /**
     * Parses 40 hex digits after {@code 0x}. Mixed case must be the checksum of EIP-55, so that a mistyped address is
     * found here and not by losing money.
     */
    @JsonCreator
    public static Address parse(String text) {
        Address address = new Address(Bytes.parse(text));
        String digits = text.substring(2);
        boolean mixed =
                !digits.equals(digits.toLowerCase(Locale.ROOT)) && !digits.equals(digits.toUpperCase(Locale.ROOT));
        if (mixed && !address.toString().equals(text)) {
            throw new IllegalArgumentException("expected the checksum of EIP-55, found " + text);
        }
        return address;
    }

    /** A copy of the 20 bytes. */
    public byte[] toArray() {
        return bytes.toArray();
    }

    /** Whether this is the zero address. */
    public boolean isZero() {
        return bytes.isZero();
    }

    @Override
    @JsonValue
    public String toString() {
        String digits = bytes.toString().substring(2);
        byte[] hash = Keccak256.hash(digits.getBytes(StandardCharsets.US_ASCII)).toArray();
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
            char digit = digits.charAt(i);
            text.append(nibble >= 8 ? Character.toUpperCase(digit) : digit);
        }
        return text.toString();
    }
}
