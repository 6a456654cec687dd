package io.verigrad.channel;

import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;

/**
 * What a receiver claims of a channel.
 *
 * @param maxClaimable what the payer signed that may be claimed in all
 * @param signature the payer's, of that
 * @param totalClaimed what is to have been claimed in all, at most as much
 */
public record ChannelClaim(ChannelConfig channel, TokenAmount maxClaimable, Bytes signature, TokenAmount totalClaimed) {
    public ChannelClaim {
        if (!maxClaimable.fitsUint128() || !totalClaimed.fitsUint128()) {
            throw new IllegalArgumentException(
                    "expected amounts of 128 bits, found " + maxClaimable + " and " + totalClaimed);
        }
    }

    /** Without the signature: who holds it can claim. */
    @Override
    public String toString() {
        return "ChannelClaim[" + totalClaimed + " of " + maxClaimable + " from " + channel.payer() + ']';
    }
}
