package io.verigrad.price;

import io.verigrad.value.TokenAmount;

/** What a token is worth now, as far as anybody can say. */
public sealed interface PriceState {
    /**
     * Enough signers agree.
     *
     * @param price of one whole token, in 10^-18 of the second of the pair
     * @param observedAt the oldest of the observations that agree; unix seconds
     */
    record Believed(TokenAmount price, long observedAt) implements PriceState {}

    /**
     * There is no price to go by.
     *
     * @param message what was expected and found; for people
     */
    record Unavailable(Cause cause, String message) implements PriceState {}

    /** Why there is no price. */
    enum Cause {
        /** Too few signers have stated a price that is not stale. */
        STALE,
        /** Too few of them agree. */
        DISAGREEMENT,
        /** They agree on a price so far from the one before that it is not believed yet. */
        JUMP
    }
}
