package io.verigrad.chain.channel;

import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.channel.ChannelClaim;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import java.util.List;

/**
 * All that claims one channel against receipts that their enclave signed one by one.
 *
 * @param receipts of one key, in the order of their places, the first where the channel's claims ended
 * @param claim up to the end of the last
 * @param appraisal of the receipts as a batch
 */
public record ChannelCommitment(
        List<SignedReceipt> receipts,
        Address host,
        ChannelClaim claim,
        Appraisal appraisal,
        List<Endorsement> endorsements) {
    public ChannelCommitment {
        receipts = List.copyOf(receipts);
        endorsements = List.copyOf(endorsements);
    }
}
