package io.verigrad.receipt;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.merkle.SumNode;
import io.verigrad.merkle.SumTree;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.List;

/**
 * Calls of one channel that are claimed together, in the order of their places.
 *
 * @param cumulativeBefore what the channel had claimed before them
 * @param receipts at least one
 */
public record ChannelRun(Hash32 channelId, TokenAmount cumulativeBefore, List<SignedReceipt> receipts) {
    public ChannelRun {
        receipts = List.copyOf(receipts);
        if (receipts.isEmpty()) {
            throw new IllegalArgumentException("expected one receipt or more, found none");
        }
    }

    /** The top of the tree over channels. */
    public static SumNode top(List<ChannelRun> runs) {
        return SumTree.of(runs.stream()
                        .map(run -> run.receiptRoot().inChannel(run.channelId, run.cumulativeBefore))
                        .toList())
                .root();
    }

    /** The top of the tree over the receipts. */
    public SumNode receiptRoot() {
        return SumTree.of(receipts.stream()
                        .map(signed ->
                                SumNode.receipt(signed.id(), signed.receipt().charge()))
                        .toList())
                .root();
    }

    /** What the channel has claimed with them. */
    public TokenAmount cumulativeAfter() {
        return receipts.stream().map(signed -> signed.receipt().charge()).reduce(cumulativeBefore, TokenAmount::plus);
    }

    /** Whether each receipt is of this key, vault and asset, and stands where the one before ended. */
    public boolean isOf(TypedDataDomain domain, Address enclaveKey, Address payTo, Address asset) {
        TokenAmount place = cumulativeBefore;
        for (SignedReceipt signed : receipts) {
            Receipt receipt = signed.receipt();
            boolean isNext = signed.domain().equals(domain)
                    && receipt.scheme() == Scheme.CHANNEL
                    && receipt.paymentId().equals(PaymentId.channel(channelId, place))
                    && receipt.enclaveKey().equals(enclaveKey)
                    && receipt.payTo().equals(payTo)
                    && receipt.asset().equals(asset)
                    && receipt.charge().compareTo(receipt.cap()) <= 0;
            if (!isNext) {
                return false;
            }
            place = place.plus(receipt.charge());
        }
        return place.fitsUint128();
    }
}
