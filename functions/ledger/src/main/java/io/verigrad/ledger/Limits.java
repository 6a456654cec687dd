package io.verigrad.ledger;

import io.verigrad.value.TokenAmount;

/**
 * How much of one asset a payer may have reserved at a time.
 *
 * @param availableBalance what the chain says the payer can pay now: the lesser of balance and allowance
 * @param exposureCap how much unsettled value this payer is trusted with
 */
public record Limits(TokenAmount availableBalance, TokenAmount exposureCap) {
    /** The lower of the two. */
    public TokenAmount lower() {
        return availableBalance.compareTo(exposureCap) < 0 ? availableBalance : exposureCap;
    }
}
