package io.verigrad.ledger;

import io.verigrad.value.TokenAmount;

/**
 * How much of one asset a payer may have reserved at a time.
 *
 * @param availableBalance what the chain says the payer can pay now: the lesser of balance and allowance; all
 *     reservations together stay within it
 * @param exposureCap what reservations to be settled after the answer stay within
 */
public record Limits(TokenAmount availableBalance, ExposureCap exposureCap) {
    /** With a cap that does not grow. */
    public Limits(TokenAmount availableBalance, TokenAmount exposureCap) {
        this(availableBalance, ExposureCap.fixed(exposureCap));
    }
}
