package io.verigrad.client.transaction;

import io.verigrad.crypto.Keccak256;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Calls of contracts and their answers, in words of 32 bytes. */
public final class Abi {
    private static final int WORD = 32;

    private Abi() {}

    /**
     * A call whose arguments are words.
     *
     * @param signature such as {@code stake(address,uint256)}
     */
    public static Bytes call(String signature, StructEncoder words) {
        return Bytes.concat(selector(signature), words.encoded());
    }

    /** A call whose last argument is a text and whose others are words. */
    public static Bytes call(String signature, StructEncoder words, String text) {
        Bytes head = words.encoded();
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        int padding = (WORD - content.length % WORD) % WORD;
        return Bytes.concat(
                selector(signature),
                head,
                word(head.size() + WORD),
                word(content.length),
                Bytes.of(content),
                Bytes.of(new byte[padding]));
    }

    /** No arguments yet. */
    public static StructEncoder words() {
        return StructEncoder.untyped();
    }

    /** One word of an answer as a number. */
    public static BigInteger number(Bytes answer, int index) {
        return new BigInteger(1, answer.slice(WORD * index, WORD * (index + 1)).toArray());
    }

    /** One word of an answer as an address. */
    public static Address address(Bytes answer, int index) {
        return new Address(answer.slice(WORD * index + 12, WORD * (index + 1)));
    }

    /** One word of an answer as it is. */
    public static Hash32 hash(Bytes answer, int index) {
        return Hash32.of(answer.slice(WORD * index, WORD * (index + 1)).toArray());
    }

    /** The first four bytes of the hash of a function's or an error's signature. */
    static Bytes selector(String signature) {
        return Keccak256.hash(signature.getBytes(StandardCharsets.US_ASCII))
                .bytes()
                .slice(0, 4);
    }

    private static Bytes word(long value) {
        return words().uint(value).encoded();
    }
}
