package io.verigrad.ledger;

import io.verigrad.value.TokenAmount;
import java.time.Duration;

/**
 * How much unsettled value a payer is trusted with: {@code base}, plus {@code percent} of what it settled on chain of
 * the same asset within {@code window}, up to {@code max}; never less than {@code base}.
 */
public record ExposureCap(TokenAmount base, TokenAmount max, int percent, Duration window) {
    public ExposureCap {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("expected a percentage from 0 to 100, found " + percent);
        }
    }

    /** A cap that does not grow. */
    public static ExposureCap fixed(TokenAmount amount) {
        return new ExposureCap(amount, amount, 0, Duration.ZERO);
    }

    boolean grows() {
        return percent > 0 && max.compareTo(base) > 0;
    }
}
