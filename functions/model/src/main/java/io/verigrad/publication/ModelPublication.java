package io.verigrad.publication;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * A version of a model that its publisher offers, at a price in atomic units of the runner's token.
 *
 * @param modelDigest SHA-256 of the manifest's canonical JSON
 * @param price of a call; with {@code upto} the most that it costs
 * @param inputUnitPrice of a token or element that is read, zero where only calls are priced
 * @param outputUnitPrice of a token or element that is made
 * @param issuedAt unix seconds
 */
public record ModelPublication(
        Hash32 modelDigest,
        String name,
        String version,
        TokenAmount price,
        TokenAmount inputUnitPrice,
        TokenAmount outputUnitPrice,
        Address publisher,
        @DecimalString long issuedAt) {
    public static final TypeHash TYPE =
            TypeHash.of("ModelPublication(bytes32 modelDigest,string name,string version,uint128 price,"
                    + "uint128 inputUnitPrice,uint128 outputUnitPrice,address publisher,uint64 issuedAt)");

    public ModelPublication {
        if (price.isZero() || !price.fitsUint128() || !inputUnitPrice.fitsUint128() || !outputUnitPrice.fitsUint128()) {
            throw new IllegalArgumentException("expected a price above 0, and all prices below 2^128");
        }
        if (issuedAt < 0) {
            throw new IllegalArgumentException("expected unix seconds, found " + issuedAt);
        }
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .bytes32(modelDigest)
                .string(name)
                .string(version)
                .uint(price)
                .uint(inputUnitPrice)
                .uint(outputUnitPrice)
                .address(publisher)
                .uint(issuedAt)
                .hash();
    }
}
