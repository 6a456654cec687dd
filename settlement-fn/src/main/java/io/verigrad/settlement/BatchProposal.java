package io.verigrad.settlement;

import io.verigrad.chain.Block;
import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.SettlementBatch;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.settlement.SettlementItem;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.ledger.AffirmedPayment;
import io.verigrad.ledger.Batches;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewBatch;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.WriteDown;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Takes claimed payments to the chain: endorsed by validators, tried out, written down, and only then sent. */
@Singleton
class BatchProposal {
    private static final Logger LOG = Logger.getLogger(BatchProposal.class);
    /** Enough for a batch of one and a new vault; contracts/snapshots has what batches take. */
    private static final long BATCH_GAS = 500_000;
    /** A sixth more than the dearest scheme takes. */
    private static final long ITEM_GAS = 100_000;

    private final Chain chain;
    private final Batches batches;
    private final Items items;
    private final Validators validators;
    private final Sender sender;

    BatchProposal(Chain chain, Batches batches, Items items, Validators validators, Sender sender) {
        this.chain = chain;
        this.batches = batches;
        this.items = items;
        this.validators = validators;
        this.sender = sender;
    }

    /**
     * What became of claimed payments.
     *
     * @param settling receipts that were written down
     * @param postponed receipts that a validator refused or that need somebody's help, not to be tried again at once
     */
    record Result(Set<Hash32> settling, Set<Hash32> postponed) {}

    Result settle(UUID owner, List<AffirmedPayment> claimed) throws ChainUnavailableException {
        Block latest = chain.latestBlock();
        Items.Sorted sorted = items.sort(claimed, latest.timestamp());
        List<Items.Item> candidates = sorted.ready();
        giveUp(owner, sorted.tooOld());
        Set<Hash32> postponed = new HashSet<>(sorted.stuck());
        while (!candidates.isEmpty()) {
            List<Hash32> ids = candidates.stream().map(Items.Item::receiptId).toList();
            Hash32 root = MerkleTree.of(ids).root();
            Endorsements endorsements = validators.endorse(root, new EndorseRequest(ids, latest.timestamp()));
            // One validator that refuses everything cannot stop a batch that enough others sign, nor can many that
            // agree
            // on something of their own and weigh nothing.
            boolean tooMuchGas = false;
            for (Endorsements.Agreed agreed : endorsements.agreed()) {
                Trial trial = tryOut(candidates, agreed);
                if (trial.gas() instanceof GasEstimate.Estimated(long gasLimit)) {
                    return new Result(send(owner, ids, trial, gasLimit), postponed);
                }
                LOG.warnf("Batch %s of %d would revert: %s", root, ids.size(), trial.gas());
                tooMuchGas |= needsTooMuchGas(trial.gas());
            }
            if (tooMuchGas && ids.size() > 1) {
                candidates = candidates.subList(0, ids.size() / 2);
                continue;
            }
            List<Items.Item> accepted = candidates.stream()
                    .filter(item -> !endorsements.refused().contains(item.receiptId()))
                    .toList();
            if (accepted.size() == candidates.size()) {
                LOG.warnf("Batch %s of %d receipts finds no quorum now", root, ids.size());
                return new Result(Set.of(), postponed);
            }
            candidates.stream()
                    .filter(item -> !accepted.contains(item))
                    .forEach(item -> postponed.add(item.receiptId()));
            candidates = accepted;
        }
        return new Result(Set.of(), postponed);
    }

    private void giveUp(UUID owner, Set<Hash32> tooOld) {
        if (!tooOld.isEmpty()) {
            Waiting.on(batches.giveUp(owner, List.copyOf(tooOld), "receipt_too_old"))
                    .forEach(paymentId -> LOG.warnf("Released payment %s: receipt_too_old", paymentId));
        }
    }

    private static boolean needsTooMuchGas(GasEstimate gas) {
        return gas instanceof GasEstimate.Reverts(String reason) && reason.startsWith("needs more than");
    }

    /** A batch that was run against the latest block without effect. */
    private record Trial(SettlementBatch batch, Bytes data, GasEstimate gas) {}

    private Trial tryOut(List<Items.Item> candidates, Endorsements.Agreed agreed) throws ChainUnavailableException {
        List<SettlementItem> settlementItems =
                candidates.stream().map(Items.Item::item).toList();
        SettlementBatch batch = new SettlementBatch(settlementItems, agreed.appraisal(), agreed.endorsements());
        Bytes data = SettlementCalls.settle(batch);
        return new Trial(batch, data, gas(candidates.size(), data));
    }

    /** What is not used costs nothing, so a limit with room is as good as an estimate, and the node is sooner done. */
    private GasEstimate gas(int items, Bytes data) throws ChainUnavailableException {
        long room = Math.min(TransactionRequest.MAX_GAS, BATCH_GAS + items * ITEM_GAS);
        return chain.transactions().passes(sender.address(), chain.config().settlement(), data, room)
                ? new GasEstimate.Estimated(room)
                : chain.transactions()
                        .estimateGas(sender.address(), chain.config().settlement(), data);
    }

    private Set<Hash32> send(UUID owner, List<Hash32> ids, Trial trial, long gasLimit)
            throws ChainUnavailableException {
        Hash32 root = trial.batch().appraisal().batchRoot();
        Sender.Draft draft = sender.draft(
                NewTransaction.Purpose.SETTLE,
                root.bytes(),
                TransactionRequest.call(chain.config().settlement(), trial.data(), gasLimit));
        NewBatch batch = new NewBatch(owner, trial.batch().appraisal(), ids);
        return switch (Waiting.on(batches.writeDown(batch, draft.transaction(), draft.signer()))) {
            case WriteDown.Written(JournalEntry entry) -> {
                LOG.infof("Wrote batch %s of %d receipts down, transaction %s", root, ids.size(), entry.hash());
                sender.send(entry);
                yield Set.copyOf(ids);
            }
            case WriteDown.Open(JournalEntry entry) -> {
                LOG.warnf("Batch %s is under way already, transaction %s", root, entry.hash());
                yield Set.of();
            }
            case WriteDown.ClaimLost() -> {
                LOG.infof("Batch %s lost a payment meanwhile", root);
                yield Set.of();
            }
        };
    }
}
