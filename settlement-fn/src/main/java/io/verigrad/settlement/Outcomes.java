package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.RevertReason;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.settlement.RejectReason;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.ledger.Batch;
import io.verigrad.ledger.Batches;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.PaymentOutcome;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Records in the ledger what the chain made of a transaction. */
@Singleton
class Outcomes {
    private static final Logger LOG = Logger.getLogger(Outcomes.class);
    /** A receipt settles within two hours; blocks come at most once a second where we settle. */
    private static final long SEARCHED_BLOCKS = 10_000;

    private static final int MAX_REASON = 100;

    private final Chain chain;
    private final TransactionJournal journal;
    private final Batches batches;

    Outcomes(Chain chain, TransactionJournal journal, Batches batches) {
        this.chain = chain;
        this.journal = journal;
        this.batches = batches;
    }

    /** Records the outcome of a transaction that is final. */
    void record(JournalEntry entry, TransactionReceipt receipt) throws ChainUnavailableException {
        if (receipt.status() == TransactionReceipt.Status.REVERTED) {
            LOG.warnf("Transaction %s (%s) reverted", entry.hash(), entry.purpose());
            failed(entry, "reverted");
        } else if (entry.purpose() == NewTransaction.Purpose.SETTLE) {
            settled(batchOf(entry), receipt);
        } else if (Waiting.on(journal.succeeded(entry.hash()))) {
            LOG.infof("Transaction %s (%s) is final", entry.hash(), entry.purpose());
        }
    }

    /** Records that a transaction will never have its effect. */
    void failed(JournalEntry entry, String reason) {
        if (entry.purpose() == NewTransaction.Purpose.SETTLE) {
            Waiting.on(batches.failed(batchOf(entry), reason));
        } else {
            Waiting.on(journal.failed(entry.hash(), reason));
        }
    }

    private void settled(Batch batch, TransactionReceipt receipt) throws ChainUnavailableException {
        List<ItemOutcome> found = chain.outcomes(receipt);
        Set<Hash32> elsewhere = settledElsewhere(found, receipt.blockNumber());
        List<PaymentOutcome> outcomes =
                found.stream().map(outcome -> outcome(outcome, elsewhere)).toList();
        if (Waiting.on(batches.settled(batch, outcomes))) {
            LOG.infof(
                    "Batch %s is final in block %d, transaction %s",
                    batch.root(), receipt.blockNumber(), receipt.transaction());
            outcomes.forEach(Outcomes::log);
        }
    }

    /**
     * Anyone may submit an endorsed batch, so a receipt that Settlement refuses as settled may have been charged by
     * somebody else's transaction. Its event proves it; without one the authorization was cancelled or spent.
     */
    private Set<Hash32> settledElsewhere(List<ItemOutcome> found, long block) throws ChainUnavailableException {
        List<Hash32> suspects = found.stream()
                .filter(outcome -> outcome instanceof ItemOutcome.Rejected rejected
                        && rejected.reason() == RejectReason.ALREADY_SETTLED)
                .map(ItemOutcome::receiptId)
                .toList();
        if (suspects.isEmpty()) {
            return Set.of();
        }
        return chain.settlementsOf(suspects, Math.max(0, block - SEARCHED_BLOCKS)).stream()
                .map(ItemOutcome.Settled::receiptId)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static PaymentOutcome outcome(ItemOutcome outcome, Set<Hash32> elsewhere) {
        return switch (outcome) {
            case ItemOutcome.Settled settled -> new PaymentOutcome.Settled(settled.receiptId());
            case ItemOutcome.Rejected rejected ->
                elsewhere.contains(rejected.receiptId())
                        ? new PaymentOutcome.Settled(rejected.receiptId())
                        : new PaymentOutcome.Rejected(rejected.receiptId(), code(rejected));
        };
    }

    /** The contract's reason and, after a colon, the token's. */
    private static String code(ItemOutcome.Rejected rejected) {
        if (rejected.reason() == RejectReason.ALREADY_SETTLED) {
            return "authorization_used";
        }
        String code = rejected.reason().name().toLowerCase(Locale.ROOT);
        if (rejected.data().size() == 0) {
            return code;
        }
        String detail = RevertReason.of(rejected.data()).replaceAll("[^A-Za-z0-9_.\\-]+", "_");
        return (code + ':' + detail).substring(0, Math.min(MAX_REASON, code.length() + 1 + detail.length()));
    }

    private Batch batchOf(JournalEntry entry) {
        return Waiting.on(batches.findByTransaction(entry.hash()))
                .orElseThrow(() -> new IllegalStateException("transaction " + entry.hash() + " settles no batch"));
    }

    private static void log(PaymentOutcome outcome) {
        switch (outcome) {
            case PaymentOutcome.Settled(Hash32 receiptId) -> LOG.infof("Receipt %s: settled", receiptId);
            case PaymentOutcome.Rejected(Hash32 receiptId, String reason) ->
                LOG.warnf("Receipt %s: released, %s", receiptId, reason);
        }
    }
}
