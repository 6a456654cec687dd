package io.verigrad.ledger;

import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelState;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment channel as the ledger knows it. It never prints the voucher's signature.
 *
 * @param state what the chain said of it
 * @param seenAt when it said so
 * @param charged what its served calls charged in all, claimed or not
 * @param voucher the payer's word for the most; empty before the first call
 * @param open the payment of the call that is under way
 * @param gap the first place whose receipt was refused, after which nothing can be claimed
 */
public record Channel(
        Hash32 channelId,
        ChannelConfig config,
        ChannelState state,
        Instant seenAt,
        TokenAmount charged,
        Optional<Voucher> voucher,
        Optional<Hash32> open,
        Optional<TokenAmount> gap) {
    /** What a payer signed of a channel: that as much may be claimed of it in all. */
    public record Voucher(TokenAmount maxClaimable, Bytes signature) {
        /** Without the signature: who holds it can claim. */
        @Override
        public String toString() {
            return "Voucher[" + maxClaimable + ']';
        }
    }
}
