package io.verigrad.eip712;

import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes the members of one struct in order, each as a 32-byte word (EIP-712, "Definition of encodeData"). */
public final class StructEncoder {
    private final ByteArrayOutputStream words = new ByteArrayOutputStream(32 * 24);

    private StructEncoder() {}

    public static StructEncoder of(TypeHash type) {
        return new StructEncoder().bytes32(type.hash());
    }

    /** The same words without a type: {@code abi.encode} of static values. */
    public static StructEncoder untyped() {
        return new StructEncoder();
    }

    public StructEncoder bytes32(Hash32 value) {
        words.writeBytes(value.toArray());
        return this;
    }

    public StructEncoder address(Address value) {
        words.writeBytes(new byte[12]);
        words.writeBytes(value.toArray());
        return this;
    }

    /** Any unsigned integer type; its width does not show in the word. */
    public StructEncoder uint(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException("expected an unsigned integer of 256 bits, found " + value);
        }
        byte[] magnitude = value.toByteArray();
        int from = magnitude.length > 32 ? magnitude.length - 32 : 0;
        words.writeBytes(new byte[32 - (magnitude.length - from)]);
        words.write(magnitude, from, magnitude.length - from);
        return this;
    }

    public StructEncoder uint(long value) {
        return uint(BigInteger.valueOf(value));
    }

    public StructEncoder uint(TokenAmount value) {
        return uint(value.value());
    }

    public StructEncoder string(String value) {
        return bytes32(Keccak256.hash(value.getBytes(StandardCharsets.UTF_8)));
    }

    public StructEncoder bytes(Bytes value) {
        return bytes32(Keccak256.hash(value.toArray()));
    }

    /** The words written so far. */
    public Bytes encoded() {
        return Bytes.of(words.toByteArray());
    }

    /** keccak256 of the words written so far: the struct hash if a type was given. */
    public Hash32 hash() {
        return Keccak256.hash(words.toByteArray());
    }
}
