package io.verigrad.eip712;

import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;

/** A type's {@code encodeType} string and its hash (EIP-712, "Definition of encodeType"). */
public record TypeHash(String type, Hash32 hash) {
    public static TypeHash of(String type) {
        return new TypeHash(type, Keccak256.hash(type.getBytes(StandardCharsets.UTF_8)));
    }
}
