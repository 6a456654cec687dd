package io.verigrad.ledger;

import io.verigrad.value.Hash32;

/** What became of a request to reserve the next call of a channel. */
public sealed interface ChannelReservation {
    /** The place is reserved, durably and by this very call. */
    record Reserved() implements ChannelReservation {}

    /** The place was taken by the same request before, whose answer may be given again. */
    record Repeated(PaymentState state) implements ChannelReservation {}

    /** The voucher does not continue the channel, or the channel does not cover it; the ledger says what does. */
    record Refused(Channel channel) implements ChannelReservation {}

    /** The channel was never observed. */
    record Unknown(Hash32 channelId) implements ChannelReservation {}
}
