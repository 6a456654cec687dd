package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.channel.ChannelCommitment;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.channel.ChannelClaim;
import io.verigrad.ledger.AffirmedPayment;
import io.verigrad.ledger.Batches;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewBatch;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.WriteDown;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Takes the calls of one channel to the chain: endorsed by validators, tried out, written down, and only then sent. */
@Singleton
class ChannelClaimProposal {
    private static final Logger LOG = Logger.getLogger(ChannelClaimProposal.class);
    /** Enough for one call and a new vault; contracts/snapshots has what claims take. */
    private static final long CLAIM_GAS = 700_000;

    private static final long CALL_GAS = 60_000;

    private final Chain chain;
    private final Batches batches;
    private final Hosts hosts;
    private final Validators validators;
    private final Sender sender;

    ChannelClaimProposal(Chain chain, Batches batches, Hosts hosts, Validators validators, Sender sender) {
        this.chain = chain;
        this.batches = batches;
        this.hosts = hosts;
        this.validators = validators;
        this.sender = sender;
    }

    /**
     * Claims.
     *
     * @param contract ChannelClaims
     * @param run claimed payments in the order of their places, without a gap
     * @return the receipts that were written down
     */
    Set<Hash32> claim(Address contract, UUID owner, List<AffirmedPayment> run, ChannelClaim claim)
            throws ChainUnavailableException {
        Optional<Address> host = hosts.of(run.getFirst().payment());
        if (host.isEmpty()) {
            LOG.errorf(
                    "Nothing can be claimed for %s, whose host is unknown (see verigrad.settlement.hosts)",
                    run.getFirst().payment().payTo());
            return Set.of();
        }
        List<SignedReceipt> receipts =
                run.stream().map(AffirmedPayment::receipt).toList();
        List<Hash32> ids = receipts.stream().map(SignedReceipt::id).toList();
        Hash32 root = MerkleTree.of(ids).root();
        Endorsements endorsements = validators.endorse(
                root, new EndorseRequest(ids, chain.latestBlock().timestamp()));
        for (Endorsements.Agreed agreed : endorsements.agreed()) {
            ChannelCommitment commitment =
                    new ChannelCommitment(receipts, host.get(), claim, agreed.appraisal(), agreed.endorsements());
            Bytes data = SettlementCalls.commitEach(commitment);
            GasEstimate gas = gas(contract, ids.size(), data);
            if (gas instanceof GasEstimate.Estimated(long limit)) {
                return send(contract, new NewBatch(owner, agreed.appraisal(), ids), data, limit);
            }
            LOG.warnf("Claim %s of %d calls would revert: %s", root, ids.size(), gas);
        }
        LOG.warnf("Claim %s of %d calls finds no quorum now", root, ids.size());
        return Set.of();
    }

    private GasEstimate gas(Address contract, int calls, Bytes data) throws ChainUnavailableException {
        long room = Math.min(TransactionRequest.MAX_GAS, CLAIM_GAS + calls * CALL_GAS);
        return chain.transactions().passes(sender.address(), contract, data, room)
                ? new GasEstimate.Estimated(room)
                : chain.transactions().estimateGas(sender.address(), contract, data);
    }

    private Set<Hash32> send(Address contract, NewBatch batch, Bytes data, long gasLimit)
            throws ChainUnavailableException {
        Hash32 root = batch.appraisal().batchRoot();
        Sender.Draft draft = sender.draft(
                NewTransaction.Purpose.CLAIM, root.bytes(), TransactionRequest.call(contract, data, gasLimit));
        return switch (Waiting.on(batches.writeDown(batch, draft.transaction(), draft.signer()))) {
            case WriteDown.Written(JournalEntry entry) -> {
                LOG.infof(
                        "Wrote claim %s of %d calls down, transaction %s",
                        root, batch.receiptIds().size(), entry.hash());
                sender.send(entry);
                yield Set.copyOf(batch.receiptIds());
            }
            case WriteDown.Open(JournalEntry entry) -> {
                LOG.warnf("Claim %s is under way already, transaction %s", root, entry.hash());
                yield Set.of();
            }
            case WriteDown.ClaimLost() -> {
                LOG.infof("Claim %s lost a payment meanwhile", root);
                yield Set.of();
            }
        };
    }
}
