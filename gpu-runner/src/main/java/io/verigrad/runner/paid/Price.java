package io.verigrad.runner.paid;

import io.verigrad.price.Conversion;
import io.verigrad.value.TokenAmount;
import java.util.Optional;

/**
 * What calls of a model cost, in atomic units. Who signs the exact amount pays {@code call}; who signs for what is used
 * pays the units, and {@code call} at most. Without unit prices both pay the same.
 *
 * @param call of one call, whatever it uses
 * @param inputUnit of a token or element that is read
 * @param outputUnit of a token or element that is made
 */
public record Price(TokenAmount call, TokenAmount inputUnit, TokenAmount outputUnit) {
    public Price {
        if (!call.fitsUint128() || !inputUnit.fitsUint128() || !outputUnit.fitsUint128()) {
            throw new IllegalArgumentException("expected a price of a call and of units below 2^128");
        }
    }

    /** The same for every call. */
    public static Price of(TokenAmount call) {
        return new Price(call, TokenAmount.ZERO, TokenAmount.ZERO);
    }

    /** As an operator says it: units that nobody priced cost nothing. */
    public static Price of(TokenAmount call, Optional<TokenAmount> inputUnit, Optional<TokenAmount> outputUnit) {
        return new Price(call, inputUnit.orElse(TokenAmount.ZERO), outputUnit.orElse(TokenAmount.ZERO));
    }

    /** The same in a token of that price; empty if there is no such amount in a receipt. */
    Optional<Price> in(Conversion conversion, TokenAmount tokenPrice) {
        TokenAmount inToken = conversion.toToken(call, tokenPrice);
        TokenAmount input = conversion.toToken(inputUnit, tokenPrice);
        TokenAmount output = conversion.toToken(outputUnit, tokenPrice);
        return inToken.fitsUint128() && input.fitsUint128() && output.fitsUint128()
                ? Optional.of(new Price(inToken, input, output))
                : Optional.empty();
    }

    /** Whether it matters how much a call uses. */
    boolean isByUnits() {
        return !inputUnit.isZero() || !outputUnit.isZero();
    }
}
