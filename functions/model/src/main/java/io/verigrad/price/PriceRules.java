package io.verigrad.price;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import java.time.Duration;
import java.util.Set;

/**
 * When a price is believed.
 *
 * @param domain the token that statements must be about, see {@link PriceStatement#domain}
 * @param pair what they must price
 * @param signers whose statements count
 * @param quorum how many of them must agree; more than half, so that no two prices can be agreed on at once
 * @param maxAge how old an observation may be
 * @param maxSkew how far ahead of ours a signer's clock may be
 * @param maxSpread how far a statement may be from the median to agree with it, in hundredths of a percent of the median
 * @param maxJump how far a price may be from the one believed before, in the same unit
 * @param jumpHold how long a price that jumped further must last until it is believed
 */
public record PriceRules(
        TypedDataDomain domain,
        String pair,
        Set<Address> signers,
        int quorum,
        Duration maxAge,
        Duration maxSkew,
        int maxSpread,
        int maxJump,
        Duration jumpHold) {
    /** One in hundredths of a percent. */
    static final int ONE = 10_000;

    public PriceRules {
        signers = Set.copyOf(signers);
        if (signers.isEmpty() || quorum > signers.size() || 2 * quorum <= signers.size()) {
            throw new IllegalArgumentException(
                    "expected a quorum of more than half of the signers, found " + quorum + " of " + signers.size());
        }
        if (!maxAge.isPositive() || maxSkew.isNegative() || jumpHold.isNegative()) {
            throw new IllegalArgumentException("expected a longest age above 0, and no negative skew or hold, found "
                    + maxAge + ", " + maxSkew + " and " + jumpHold);
        }
        if (maxSpread < 0 || maxSpread >= ONE || maxJump <= 0) {
            throw new IllegalArgumentException(
                    "expected a spread of 0 to 9999 and a jump above 0, found " + maxSpread + " and " + maxJump);
        }
    }
}
