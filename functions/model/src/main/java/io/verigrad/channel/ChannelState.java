package io.verigrad.channel;

import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * What the contract knows of a channel.
 *
 * @param balance what was paid in and not given back, claimed or not
 * @param totalClaimed what was claimed of that in all
 * @param withdrawRequestedAt when the payer asked for its money, in unix seconds; 0 while it does not
 * @param refundNonce of the next refund
 */
public record ChannelState(
        TokenAmount balance, TokenAmount totalClaimed, long withdrawRequestedAt, BigInteger refundNonce) {
    /** What is neither claimed nor given back. */
    public TokenAmount unclaimed() {
        return balance.minus(totalClaimed);
    }
}
