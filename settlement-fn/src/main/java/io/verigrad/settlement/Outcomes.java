package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.settlement.RejectReason;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.ledger.Backoff;
import io.verigrad.ledger.Batch;
import io.verigrad.ledger.Batches;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.PaymentOutcome;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.tracing.PaymentSpan;
import io.verigrad.tracing.PaymentTraces;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Records in the ledger what the chain made of a transaction. */
@Singleton
class Outcomes {
    private static final Logger LOG = Logger.getLogger(Outcomes.class);
    /** A receipt settles within two hours; blocks come at most once a second where we settle. */
    private static final long SEARCHED_BLOCKS = 10_000;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Chain chain;
    private final TransactionJournal journal;
    private final Batches batches;
    private final ChannelOutcomes claims;
    private final SettlementSettings settings;
    private final PaymentTraces traces;
    private final Clock clock;

    Outcomes(
            Chain chain,
            TransactionJournal journal,
            Batches batches,
            ChannelOutcomes claims,
            SettlementSettings settings,
            PaymentTraces traces,
            Clock clock) {
        this.chain = chain;
        this.journal = journal;
        this.batches = batches;
        this.claims = claims;
        this.settings = settings;
        this.traces = traces;
        this.clock = clock;
    }

    /** Records the outcome of a transaction that is final. */
    void record(JournalEntry entry, TransactionReceipt receipt) throws ChainUnavailableException {
        if (receipt.status() == TransactionReceipt.Status.REVERTED) {
            LOG.warnf("Transaction %s (%s) reverted", entry.hash(), entry.purpose());
            failed(entry, "reverted");
        } else if (entry.purpose() == NewTransaction.Purpose.SETTLE) {
            settled(batchOf(entry), receipt);
        } else if (entry.purpose() == NewTransaction.Purpose.CLAIM) {
            ended(batchOf(entry), receipt, claims.outcomes(batchOf(entry), receipt));
        } else if (Waiting.on(journal.succeeded(entry.hash()))) {
            LOG.infof("Transaction %s (%s) is final", entry.hash(), entry.purpose());
        }
    }

    /** Records that a transaction will never have its effect. */
    void failed(JournalEntry entry, String reason) {
        if (entry.purpose() == NewTransaction.Purpose.SETTLE || entry.purpose() == NewTransaction.Purpose.CLAIM) {
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
        if (ended(batch, receipt, outcomes)) {
            found.forEach(outcome -> trace(outcome, receipt));
        }
    }

    /** Whether this recorded it, and nobody before. */
    private boolean ended(Batch batch, TransactionReceipt receipt, List<PaymentOutcome> outcomes) {
        Backoff backoff = new Backoff(clock.instant(), settings.retryAfter(), LONGEST_WAIT);
        boolean recorded = Waiting.on(batches.settled(batch, outcomes, backoff));
        if (recorded) {
            LOG.infof(
                    "Batch %s is final in block %d, transaction %s",
                    batch.root(), receipt.blockNumber(), receipt.transaction());
            outcomes.forEach(Outcomes::log);
        }
        return recorded;
    }

    private void trace(ItemOutcome outcome, TransactionReceipt receipt) {
        Instant now = clock.instant();
        PaymentSpan span = PaymentSpan.of(outcome.paymentId(), "settle", now, now)
                .with(Map.of("verigrad.transaction", receipt.transaction().toString()));
        traces.add(
                outcome instanceof ItemOutcome.Rejected(var _, var _, RejectReason reason, var _)
                        ? span.failed(reason.name())
                        : span);
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
                        : Refusals.outcome(rejected);
        };
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
            case PaymentOutcome.Postponed(Hash32 receiptId, String reason) ->
                LOG.warnf("Receipt %s: waits for another batch, %s", receiptId, reason);
        }
    }
}
