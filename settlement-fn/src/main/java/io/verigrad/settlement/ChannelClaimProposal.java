package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.channel.ChannelCommitment;
import io.verigrad.chain.channel.RootCommitment;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.ledger.Batches;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewBatch;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.WriteDown;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.SignedReceiptRoot;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Takes calls of channels to the chain: endorsed by validators, tried out, written down, and only then sent. */
@Singleton
class ChannelClaimProposal {
    private static final Logger LOG = Logger.getLogger(ChannelClaimProposal.class);
    /** Enough for one call and a new vault; contracts/snapshots has what claims take. */
    private static final long CLAIM_GAS = 700_000;

    private static final long CALL_GAS = 60_000;
    private static final long CHANNEL_GAS = 100_000;

    private final Chain chain;
    private final Batches batches;
    private final Hosts hosts;
    private final Validators validators;
    private final RootSigners signers;
    private final Sender sender;

    ChannelClaimProposal(
            Chain chain, Batches batches, Hosts hosts, Validators validators, RootSigners signers, Sender sender) {
        this.chain = chain;
        this.batches = batches;
        this.hosts = hosts;
        this.validators = validators;
        this.signers = signers;
        this.sender = sender;
    }

    /**
     * Claims calls of one party: together where their enclave signs for them all, else channel by channel.
     *
     * @param contract ChannelClaims
     * @return how many receipts were written down
     */
    int claim(Address contract, UUID owner, ChannelPick.Party party, List<ChannelPick> picks)
            throws ChainUnavailableException {
        Optional<Address> host = hosts.of(picks.getFirst().calls().getFirst().payment());
        if (host.isEmpty()) {
            LOG.errorf(
                    "Nothing can be claimed for %s, whose host is unknown (see verigrad.settlement.hosts)",
                    party.payTo());
            return 0;
        }
        long time = chain.latestBlock().timestamp();
        Optional<SignedReceiptRoot> root = sign(party, picks, time);
        if (root.isPresent()) {
            return together(contract, owner, host.get(), picks, root.get(), time);
        }
        int claimed = 0;
        for (ChannelPick pick : picks) {
            claimed += alone(contract, owner, host.get(), pick, time);
        }
        return claimed;
    }

    private Optional<SignedReceiptRoot> sign(ChannelPick.Party party, List<ChannelPick> picks, long time) {
        try {
            return signers.sign(party, picks.stream().map(ChannelPick::run).toList(), time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while runners were asked", e);
        }
    }

    private int together(
            Address contract, UUID owner, Address host, List<ChannelPick> picks, SignedReceiptRoot root, long time)
            throws ChainUnavailableException {
        List<RootCommitment.Row> rows = picks.stream()
                .map(pick -> new RootCommitment.Row(pick.claim(), pick.run().receiptRoot()))
                .toList();
        List<Hash32> ids =
                picks.stream().flatMap(pick -> pick.receiptIds().stream()).toList();
        Endorsements endorsements = validators.endorse(new EndorseRootRequest(
                root.root(), picks.stream().map(EndorseRootRequest.Channel::of).toList(), time));
        return send(
                contract,
                owner,
                ids,
                CLAIM_GAS + rows.size() * CHANNEL_GAS,
                endorsements,
                agreed -> SettlementCalls.commit(
                        new RootCommitment(root, host, rows, agreed.appraisal(), agreed.endorsements())));
    }

    private int alone(Address contract, UUID owner, Address host, ChannelPick pick, long time)
            throws ChainUnavailableException {
        List<Hash32> ids = pick.receiptIds();
        Endorsements endorsements = validators.endorse(MerkleTree.of(ids).root(), new EndorseRequest(ids, time));
        return send(
                contract,
                owner,
                ids,
                CLAIM_GAS + ids.size() * CALL_GAS,
                endorsements,
                agreed -> SettlementCalls.commitEach(new ChannelCommitment(
                        pick.receipts(), host, pick.claim(), agreed.appraisal(), agreed.endorsements())));
    }

    private int send(
            Address contract,
            UUID owner,
            List<Hash32> ids,
            long room,
            Endorsements endorsements,
            Function<Endorsements.Agreed, Bytes> call)
            throws ChainUnavailableException {
        for (Endorsements.Agreed agreed : endorsements.agreed()) {
            Bytes data = call.apply(agreed);
            GasEstimate gas = gas(contract, room, data);
            if (gas instanceof GasEstimate.Estimated(long limit)) {
                return send(contract, new NewBatch(owner, agreed.appraisal(), ids), data, limit);
            }
            LOG.warnf("A claim of %d calls would revert: %s", ids.size(), gas);
        }
        LOG.warnf("A claim of %d calls finds no quorum now", ids.size());
        return 0;
    }

    private GasEstimate gas(Address contract, long wanted, Bytes data) throws ChainUnavailableException {
        long room = Math.min(TransactionRequest.MAX_GAS, wanted);
        return chain.transactions().passes(sender.address(), contract, data, room)
                ? new GasEstimate.Estimated(room)
                : chain.transactions().estimateGas(sender.address(), contract, data);
    }

    private int send(Address contract, NewBatch batch, Bytes data, long gasLimit) throws ChainUnavailableException {
        Hash32 root = batch.appraisal().batchRoot();
        Sender.Draft draft = sender.draft(
                NewTransaction.Purpose.CLAIM, root.bytes(), TransactionRequest.call(contract, data, gasLimit));
        return switch (Waiting.on(batches.writeDown(batch, draft.transaction(), draft.signer()))) {
            case WriteDown.Written(JournalEntry entry) -> {
                LOG.infof(
                        "Wrote claim %s of %d calls down, transaction %s",
                        root, batch.receiptIds().size(), entry.hash());
                sender.send(entry);
                yield batch.receiptIds().size();
            }
            case WriteDown.Open(JournalEntry entry) -> {
                LOG.warnf("Claim %s is under way already, transaction %s", root, entry.hash());
                yield 0;
            }
            case WriteDown.ClaimLost() -> {
                LOG.infof("Claim %s lost a payment meanwhile", root);
                yield 0;
            }
        };
    }
}
