package io.verigrad.publication;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;

/**
 * A version that its publisher takes back, for good.
 *
 * @param reason what callers are told
 * @param issuedAt unix seconds
 */
public record ModelRetirement(
        Hash32 modelDigest,
        String reason,
        Address publisher,
        @DecimalString long issuedAt) {
    public static final TypeHash TYPE =
            TypeHash.of("ModelRetirement(bytes32 modelDigest,string reason,address publisher,uint64 issuedAt)");
    private static final int MAX_REASON = 500;

    public ModelRetirement {
        if (reason.isBlank() || reason.length() > MAX_REASON || issuedAt < 0) {
            throw new IllegalArgumentException(
                    "expected a reason of 1 to " + MAX_REASON + " characters, and unix seconds");
        }
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .bytes32(modelDigest)
                .string(reason)
                .address(publisher)
                .uint(issuedAt)
                .hash();
    }
}
