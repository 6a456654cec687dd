package io.verigrad.chain.channel;

import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.channel.ChannelClaim;
import io.verigrad.merkle.SumNode;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.SignedReceiptRoot;
import io.verigrad.value.Address;
import java.util.List;

/**
 * All that claims channels under a root.
 *
 * @param rows in the order of the root's tree
 * @param appraisal its root is the digest of the enclave's
 */
public record RootCommitment(
        SignedReceiptRoot root, Address host, List<Row> rows, Appraisal appraisal, List<Endorsement> endorsements) {
    public RootCommitment {
        rows = List.copyOf(rows);
        endorsements = List.copyOf(endorsements);
    }

    /**
     * One channel.
     *
     * @param claim up to the end of its last receipt
     * @param receipts the top of the tree over them
     */
    public record Row(ChannelClaim claim, SumNode receipts) {}
}
