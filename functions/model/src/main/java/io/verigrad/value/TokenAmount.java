package io.verigrad.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;

/** An amount in atomic units of a token ({@code uint256}); JSON and text carry it as a decimal string. */
public record TokenAmount(BigInteger value) implements Comparable<TokenAmount> {
    /** Nothing. */
    public static final TokenAmount ZERO = new TokenAmount(BigInteger.ZERO);

    public TokenAmount {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException("expected an amount of 0 to 2^256-1, found " + value);
        }
    }

    public static TokenAmount of(long value) {
        return new TokenAmount(BigInteger.valueOf(value));
    }

    /** Parses 1 to 78 decimal digits without sign, point or leading zero. */
    @JsonCreator
    public static TokenAmount parse(String text) {
        if (!text.matches("0|[1-9][0-9]{0,77}")) {
            throw new IllegalArgumentException("expected a decimal amount of atomic units, found \""
                    + text.substring(0, Math.min(text.length(), 80)) + '"');
        }
        return new TokenAmount(new BigInteger(text));
    }

    /** Whether the amount fits {@code uint128}, the width of amounts in receipts. */
    public boolean fitsUint128() {
        return value.bitLength() <= 128;
    }

    public boolean isZero() {
        return value.signum() == 0;
    }

    public TokenAmount plus(TokenAmount other) {
        return new TokenAmount(value.add(other.value));
    }

    public TokenAmount minus(TokenAmount other) {
        return new TokenAmount(value.subtract(other.value));
    }

    public TokenAmount times(long factor) {
        return new TokenAmount(value.multiply(BigInteger.valueOf(factor)));
    }

    @Override
    public int compareTo(TokenAmount other) {
        return value.compareTo(other.value);
    }

    @Override
    @JsonValue
    public String toString() {
        return value.toString();
    }
}
