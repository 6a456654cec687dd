package io.verigrad.price;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * What one source saw a token traded for.
 *
 * @param pair what is priced in what, such as {@code OPG/USD}
 * @param price of one whole token, in 10^-18 of the second of the pair
 * @param observedAt unix seconds
 * @param validUntil unix seconds; from then on the statement says nothing
 */
public record PriceStatement(
        String pair,
        TokenAmount price,
        @DecimalString long observedAt,
        @DecimalString long validUntil) {
    /** How many decimals a price has. */
    public static final int DECIMALS = 18;

    public static final TypeHash TYPE =
            TypeHash.of("PriceStatement(string pair,uint128 price,uint64 observedAt,uint64 validUntil)");

    private static final String PAIR = "[A-Z0-9]{1,16}/[A-Z0-9]{1,16}";

    public PriceStatement {
        if (!pair.matches(PAIR)) {
            throw new IllegalArgumentException(
                    "expected a pair such as OPG/USD, found \"" + pair.substring(0, Math.min(pair.length(), 40)) + '"');
        }
        if (price.isZero() || !price.fitsUint128()) {
            throw new IllegalArgumentException("expected a price above 0 and below 2^128, found " + price);
        }
        if (observedAt < 0 || validUntil <= observedAt) {
            throw new IllegalArgumentException(
                    "expected unix seconds observedAt < validUntil, found " + observedAt + " and " + validUntil);
        }
    }

    /** The domain of statements on one token: a price that was stated of a test token says nothing of the real one. */
    public static TypedDataDomain domain(ChainId chain, Address token) {
        return TypedDataDomain.of("Verigrad Price", "1", chain, token);
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .string(pair)
                .uint(price)
                .uint(observedAt)
                .uint(validUntil)
                .hash();
    }
}
