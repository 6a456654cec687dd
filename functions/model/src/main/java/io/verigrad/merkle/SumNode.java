package io.verigrad.merkle;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * A node of a Merkle-sum tree: how many receipts are below it and what they charge together.
 *
 * @param sum in atomic units of the asset
 */
public record SumNode(Hash32 hash, TokenAmount sum, long count) {
    public SumNode {
        if (count < 1) {
            throw new IllegalArgumentException("expected a node over one receipt or more, found " + count);
        }
    }

    /** One receipt: its id is the hash. */
    public static SumNode receipt(Hash32 receiptId, TokenAmount charge) {
        return new SumNode(receiptId, charge, 1);
    }

    /** The receipts of one channel as a leaf of the tree over channels. */
    public SumNode inChannel(Hash32 channelId, TokenAmount cumulativeBefore) {
        Hash32 wrapped = StructEncoder.untyped()
                .bytes32(channelId)
                .uint(cumulativeBefore)
                .bytes32(hash)
                .uint(sum)
                .uint(count)
                .hash();
        return new SumNode(wrapped, sum, count);
    }

    /** The parent of this and its right neighbour: it hashes their sums, and its own are theirs. */
    SumNode with(SumNode right) {
        Hash32 parent = StructEncoder.untyped()
                .bytes32(hash)
                .uint(sum)
                .uint(count)
                .bytes32(right.hash)
                .uint(right.sum)
                .uint(right.count)
                .hash();
        return new SumNode(parent, sum.plus(right.sum), Math.addExact(count, right.count));
    }
}
