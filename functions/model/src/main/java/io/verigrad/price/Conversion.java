package io.verigrad.price;

import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * Amounts of money as amounts of a token.
 *
 * @param moneyDecimals of the amounts that come in: 6 for millionths
 * @param tokenDecimals of the token
 */
public record Conversion(int moneyDecimals, int tokenDecimals) {
    private static final int MAX = 36;

    public Conversion {
        if (moneyDecimals < 0 || moneyDecimals > MAX || tokenDecimals < 0 || tokenDecimals > MAX) {
            throw new IllegalArgumentException(
                    "expected decimals of 0 to " + MAX + ", found " + moneyDecimals + " and " + tokenDecimals);
        }
    }

    /**
     * What {@code money} is in the token, rounded up: the payer is never asked for more than one atomic unit too much, and
     * nothing that costs money is free.
     *
     * @param price of one whole token, in 10^-18, above 0
     */
    public TokenAmount toToken(TokenAmount money, TokenAmount price) {
        BigInteger dividend = money.value().multiply(BigInteger.TEN.pow(tokenDecimals + PriceStatement.DECIMALS));
        BigInteger divisor = price.value().multiply(BigInteger.TEN.pow(moneyDecimals));
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return new TokenAmount(parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE));
    }
}
