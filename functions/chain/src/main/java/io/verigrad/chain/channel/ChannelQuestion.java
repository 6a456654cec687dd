package io.verigrad.chain.channel;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.Optional;

/**
 * What to ask about a channel in one round trip.
 *
 * @param wallet a signature of the payer that only its code can tell about
 * @param call what is to be done, tried out by {@code sender}
 */
public record ChannelQuestion(
        Hash32 channelId,
        Address payer,
        Address token,
        Optional<WalletSignature> wallet,
        Address sender,
        Optional<Bytes> call) {
    /** @param digest what was signed */
    public record WalletSignature(Hash32 digest, Bytes signature) {}
}
