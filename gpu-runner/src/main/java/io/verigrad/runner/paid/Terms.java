package io.verigrad.runner.paid;

import io.verigrad.channel.ChannelConfig;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.time.Duration;
import java.util.Optional;

/**
 * What all offers of this runner have in common.
 *
 * @param payTo the host's vault
 * @param tokenName the name in the token's EIP-712 domain
 * @param tokenVersion the version in it
 * @param offerLifetime how long a signed offer is good for
 * @param channelDelay how long payers by channel wait for what was not claimed; empty where none may pay so
 */
public record Terms(
        ChainId network,
        Address asset,
        Address payTo,
        String tokenName,
        String tokenVersion,
        Duration offerLifetime,
        Optional<Duration> channelDelay) {
    public Terms {
        boolean isGood = channelDelay
                .map(Duration::toSeconds)
                .filter(delay -> delay < ChannelConfig.MIN_WITHDRAW_DELAY || delay > ChannelConfig.MAX_WITHDRAW_DELAY)
                .isEmpty();
        if (!isGood) {
            throw new IllegalArgumentException("verigrad.runner.channel-delay: expected "
                    + ChannelConfig.MIN_WITHDRAW_DELAY + " to " + ChannelConfig.MAX_WITHDRAW_DELAY + " seconds, found "
                    + channelDelay.get().toSeconds());
        }
    }
}
