package io.verigrad.settlement;

import io.verigrad.chain.Block;
import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.BroadcastOutcome;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.JournalEntry.Inclusion;
import io.verigrad.ledger.Replacements;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Brings every transaction of our account to its end: sends what was not sent or was dropped, follows what is mined
 * through reorganisations, and records the outcome once it is deep enough.
 */
@Singleton
class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final int MAX_ENTRIES = 500;

    private final Chain chain;
    private final TransactionJournal journal;
    private final Sender sender;
    private final Outcomes outcomes;
    private final Replacements replacements;
    private final Repricing repricing;
    private final SettlementSettings settings;
    private final Clock clock;
    private final Map<Hash32, Instant> nonceTakenSince = new ConcurrentHashMap<>();

    Reconciler(
            Chain chain,
            TransactionJournal journal,
            Sender sender,
            Outcomes outcomes,
            Replacements replacements,
            Repricing repricing,
            SettlementSettings settings,
            Clock clock) {
        this.chain = chain;
        this.journal = journal;
        this.sender = sender;
        this.outcomes = outcomes;
        this.replacements = replacements;
        this.repricing = repricing;
        this.settings = settings;
        this.clock = clock;
    }

    void reconcile() throws ChainUnavailableException {
        for (JournalEntry entry : Waiting.on(journal.unresolved(sender.address(), MAX_ENTRIES))) {
            try {
                reconcile(entry);
            } catch (RuntimeException e) {
                // One transaction that we cannot make sense of must not keep all others from settling.
                LOG.errorf(e, "Transaction %s (%s) could not be brought further", entry.hash(), entry.purpose());
            }
        }
    }

    /** Looks how far a transaction of ours is. Those of other accounts are left to whoever holds their keys. */
    void reconcile(JournalEntry entry) throws ChainUnavailableException {
        if (!entry.from().equals(sender.address())) {
            return;
        }
        Optional<TransactionReceipt> receipt = chain.transactions().receiptOf(entry.hash());
        if (receipt.isPresent()) {
            mined(entry, receipt.get());
            return;
        }
        // What was replaced may have been mined all the same, and then its outcome is the one that counts.
        for (JournalEntry earlier : Waiting.on(replacements.of(entry))) {
            receipt = chain.transactions().receiptOf(earlier.hash());
            if (receipt.isPresent()) {
                if (Waiting.on(replacements.minedInstead(entry, earlier))) {
                    LOG.infof("Transaction %s was mined instead of %s", earlier.hash(), entry.hash());
                    mined(earlier, receipt.get());
                }
                return;
            }
        }
        notMined(entry);
    }

    private void mined(JournalEntry entry, TransactionReceipt receipt) throws ChainUnavailableException {
        if (isFinal(entry, receipt)) {
            nonceTakenSince.remove(entry.hash());
            outcomes.record(entry, receipt);
        }
    }

    private void notMined(JournalEntry entry) throws ChainUnavailableException {
        if (entry.state() == JournalEntry.State.MINED && Waiting.on(journal.reorganised(entry.hash()))) {
            LOG.warnf("A reorganisation undid transaction %s", entry.hash());
        }
        if (sender.send(entry) instanceof BroadcastOutcome.NonceTooLow) {
            nonceTaken(entry);
        } else {
            nonceTakenSince.remove(entry.hash());
            repricing.notMined(entry);
        }
    }

    /**
     * The nonce is used, but not by this transaction as far as the node knows. A node may see a nonce before it sees the
     * receipt, so this must last before the transaction is given up; and should it have been mined after all, Settlement
     * refuses its receipts the second time and its events tell the truth.
     */
    private void nonceTaken(JournalEntry entry) throws ChainUnavailableException {
        Instant now = clock.instant();
        Instant since = nonceTakenSince.computeIfAbsent(entry.hash(), hash -> now);
        if (now.isBefore(since.plus(settings.nonceTakenAfter())) || isMined(entry)) {
            return;
        }
        nonceTakenSince.remove(entry.hash());
        LOG.errorf("Nonce %d of transaction %s was used by another one", entry.nonce(), entry.hash());
        outcomes.failed(entry, "nonce_taken");
    }

    private boolean isMined(JournalEntry entry) throws ChainUnavailableException {
        if (chain.transactions().receiptOf(entry.hash()).isPresent()) {
            return true;
        }
        for (JournalEntry earlier : Waiting.on(replacements.of(entry))) {
            if (chain.transactions().receiptOf(earlier.hash()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private boolean isFinal(JournalEntry entry, TransactionReceipt receipt) throws ChainUnavailableException {
        Inclusion inclusion = new Inclusion(receipt.blockNumber(), receipt.blockHash());
        Optional<Block> block = chain.block(receipt.blockNumber());
        // A receipt of a block that is no longer canonical says nothing; the next round sees more.
        if (block.filter(found -> found.hash().equals(receipt.blockHash())).isEmpty()) {
            return false;
        }
        // It may have been replaced meanwhile by another process; the next round sees what is live.
        if (!entry.inclusion().equals(Optional.of(inclusion)) && !Waiting.on(journal.mined(entry.hash(), inclusion))) {
            return false;
        }
        return chain.latestBlock().number() - receipt.blockNumber() >= settings.confirmations();
    }
}
