package io.verigrad.client.channel;

import io.verigrad.value.TokenAmount;

/**
 * A channel as its payer sees it.
 *
 * @param balance what was paid in and did not come back
 * @param charged what calls have cost of it in all
 */
public record ChannelAccount(TokenAmount balance, TokenAmount charged) {
    /** Nothing was paid in yet. */
    public static final ChannelAccount NEW = new ChannelAccount(TokenAmount.ZERO, TokenAmount.ZERO);

    /** The same after more was paid in. */
    public ChannelAccount deposited(TokenAmount amount) {
        return new ChannelAccount(balance.plus(amount), charged);
    }

    /** The same after a call. */
    public ChannelAccount charged(TokenAmount amount) {
        return new ChannelAccount(balance, charged.plus(amount));
    }

    /** The same after some came back. */
    public ChannelAccount refunded(TokenAmount amount) {
        return new ChannelAccount(amount.compareTo(balance) < 0 ? balance.minus(amount) : TokenAmount.ZERO, charged);
    }
}
