package io.verigrad.settlement;

import io.verigrad.json.DecimalString;
import io.verigrad.receipt.ReceiptRoot;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.List;

/**
 * The body of {@code endorse-root}.
 *
 * @param channels in the order of the root's tree
 * @param appraisedAt unix seconds, of the latest block
 */
record EndorseRootRequest(
        ReceiptRoot root,
        List<Channel> channels,
        @DecimalString long appraisedAt) {
    /** The calls of one channel, in the order of their places. */
    record Channel(Hash32 channelId, TokenAmount cumulativeBefore, List<Hash32> receiptIds) {
        static Channel of(ChannelPick pick) {
            return new Channel(
                    pick.channel().channelId(),
                    ChannelPick.place(pick.calls().getFirst().payment()),
                    pick.receiptIds());
        }
    }
}
