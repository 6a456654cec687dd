package io.verigrad.receipt;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * The price that an enclave signs before it runs: a receipt names it, so the price cannot be raised afterwards. A call
 * costs {@code flatPrice + inputUnits * inputUnitPrice + outputUnits * outputUnitPrice}.
 *
 * @param expiresAt unix seconds
 */
public record Offer(
        Hash32 modelDigest,
        Address payTo,
        Address asset,
        TokenAmount flatPrice,
        TokenAmount inputUnitPrice,
        TokenAmount outputUnitPrice,
        Assurance minAssurance,
        @DecimalString long expiresAt) {
    public static final TypeHash TYPE = TypeHash.of("Offer(bytes32 modelDigest,address payTo,address asset,"
            + "uint128 flatPrice,uint128 inputUnitPrice,uint128 outputUnitPrice,uint8 minAssurance,uint64 expiresAt)");

    public Offer {
        if (!flatPrice.fitsUint128() || !inputUnitPrice.fitsUint128() || !outputUnitPrice.fitsUint128()) {
            throw new IllegalArgumentException("expected prices below 2^128");
        }
        if (expiresAt < 0) {
            throw new IllegalArgumentException("expected expiresAt in unix seconds, found " + expiresAt);
        }
    }

    /** What a call of this many units costs. */
    public TokenAmount price(long inputUnits, long outputUnits) {
        return flatPrice.plus(inputUnitPrice.times(inputUnits)).plus(outputUnitPrice.times(outputUnits));
    }

    /**
     * What a call of this many units is charged. Who pays for what was used pays the cap at most, however much that was;
     * every other scheme pays the price or is not charged at all.
     */
    public TokenAmount charge(Scheme scheme, TokenAmount cap, long inputUnits, long outputUnits) {
        TokenAmount price = price(inputUnits, outputUnits);
        boolean byUse = scheme == Scheme.UPTO || scheme == Scheme.CHANNEL;
        return byUse && price.compareTo(cap) > 0 ? cap : price;
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .bytes32(modelDigest)
                .address(payTo)
                .address(asset)
                .uint(flatPrice)
                .uint(inputUnitPrice)
                .uint(outputUnitPrice)
                .uint(minAssurance.code())
                .uint(expiresAt)
                .hash();
    }
}
