package io.verigrad.payment.facilitator;

import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.BroadcastOutcome;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.OpenCount;
import io.verigrad.ledger.SubjectPart;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** Sends what is written down, and keeps the journal up to date with what the chain made of it. */
@ApplicationScoped
class Outbox {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    /** What was sent is mined in seconds, and whoever waits for it sees that. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration TIDY = Duration.ofSeconds(1);

    private final VerifiedChain chain;
    private final TransactionJournal journal;
    private final PaymentSettings settings;
    private final Clock clock;
    private final ReentrantLock tidying = new ReentrantLock();
    private final Map<Hash32, Instant> takenSince = new ConcurrentHashMap<>();
    private volatile Instant nextLook = Instant.MIN;
    private volatile Instant nextTidy = Instant.MIN;

    Outbox(VerifiedChain chain, TransactionJournal journal, PaymentSettings settings, Clock clock) {
        this.chain = chain;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Sends an entry, again if it was sent before.
     *
     * @return whether the node has it now
     */
    boolean send(JournalEntry entry) throws ChainUnavailableException, LedgerUnavailableException {
        Transactions transactions = chain.get().transactions();
        BroadcastOutcome outcome = transactions.broadcast(
                SignedTransaction.decode(entry.transaction().raw()));
        boolean taken = switch (outcome) {
            case BroadcastOutcome.Accepted(), BroadcastOutcome.AlreadyKnown() -> true;
            // Mined already, or the account was used elsewhere and this one can never be mined.
            case BroadcastOutcome.NonceTooLow() -> transactions.isKnown(entry.hash());
            case BroadcastOutcome.Refused(String reason) -> {
                LOG.warnf("the node refuses transaction %s: %s", entry.hash(), reason);
                yield false;
            }
        };
        if (taken) {
            LedgerAnswer.await(journal.broadcast(entry.hash()));
        }
        return taken;
    }

    /** The receipt of an entry, which is noted. Empty while no block holds it. */
    Optional<TransactionReceipt> receipt(JournalEntry entry)
            throws ChainUnavailableException, LedgerUnavailableException {
        Optional<TransactionReceipt> receipt = chain.get().transactions().receiptOf(entry.hash());
        if (receipt.isPresent()) {
            JournalEntry.Inclusion inclusion = new JournalEntry.Inclusion(
                    receipt.get().blockNumber(), receipt.get().blockHash());
            LedgerAnswer.await(journal.mined(entry.hash(), inclusion));
        }
        return receipt;
    }

    /** {@link #tidy}, at most once a second and by one caller at a time: the others go on. */
    void tidySometimes(Address signer) throws ChainUnavailableException, LedgerUnavailableException {
        if (clock.instant().isBefore(nextTidy) || !tidying.tryLock()) {
            return;
        }
        try {
            tidyAlone(signer);
        } finally {
            tidying.unlock();
        }
    }

    /**
     * Takes care of what earlier calls left behind: sends what a crash kept from being sent, since later transactions
     * of the account wait for it, and ends what is deep enough in the chain.
     */
    void tidy(Address signer) throws ChainUnavailableException, LedgerUnavailableException {
        tidying.lock();
        try {
            tidyAlone(signer);
        } finally {
            tidying.unlock();
        }
    }

    private void tidyAlone(Address signer) throws ChainUnavailableException, LedgerUnavailableException {
        Transactions transactions = chain.get().transactions();
        long latest = chain.get().latestBlock().number();
        long mined = transactions.minedNonce(signer);
        long pending = transactions.pendingNonce(signer);
        boolean looks = !clock.instant().isBefore(nextLook);
        for (JournalEntry entry : open(signer)) {
            boolean unsent = entry.state() == JournalEntry.State.WRITTEN && entry.nonce() <= pending;
            // Behind another one it waits for that one.
            boolean due = looks && entry.state() == JournalEntry.State.BROADCAST && entry.nonce() <= mined;
            if (unsent || due) {
                follow(entry);
                pending = Math.max(pending, entry.nonce() + 1);
            } else if (entry.inclusion()
                    .filter(block -> block.blockNumber() + settings.confirmations() <= latest)
                    .isPresent()) {
                end(entry);
            }
        }
        nextTidy = clock.instant().plus(TIDY);
        if (looks) {
            nextLook = clock.instant().plus(LOOK);
        }
    }

    /** How many transfers of this sender the chain does not have for good. */
    OpenCount count(Address signer, Transfer transfer) throws LedgerUnavailableException {
        return LedgerAnswer.await(journal.countOpen(
                signer,
                NewTransaction.Purpose.TRANSFER,
                new SubjectPart(Transfer.PAYER, transfer.payer().bytes()),
                new SubjectPart(Transfer.PAYEE, transfer.payment().payee().bytes())));
    }

    private List<JournalEntry> open(Address signer) throws LedgerUnavailableException {
        return LedgerAnswer.await(journal.unresolved(signer, settings.settle().open())).stream()
                .filter(entry -> entry.purpose() == NewTransaction.Purpose.TRANSFER)
                .toList();
    }

    private void follow(JournalEntry entry) throws ChainUnavailableException, LedgerUnavailableException {
        if (receipt(entry).isPresent() || send(entry)) {
            takenSince.remove(entry.hash());
            return;
        }
        if (chain.get().transactions().minedNonce(entry.from()) <= entry.nonce()) {
            return;
        }
        // A node may see a nonce before it sees the receipt, so this must last before the transaction is given up.
        Instant now = clock.instant();
        Instant since = takenSince.computeIfAbsent(entry.hash(), hash -> now);
        if (!now.isBefore(since.plus(settings.settle().nonceTakenAfter()))) {
            takenSince.remove(entry.hash());
            LOG.errorf("Nonce %d of transaction %s was used by another one", entry.nonce(), entry.hash());
            LedgerAnswer.await(journal.failed(entry.hash(), "nonce_taken"));
        }
    }

    private void end(JournalEntry entry) throws ChainUnavailableException, LedgerUnavailableException {
        Optional<TransactionReceipt> receipt = chain.get().transactions().receiptOf(entry.hash());
        if (receipt.isEmpty()) {
            LedgerAnswer.await(journal.reorganised(entry.hash()));
            send(entry);
            return;
        }
        LedgerAnswer.await(
                switch (receipt.get().status()) {
                    case SUCCEEDED -> journal.succeeded(entry.hash());
                    case REVERTED -> journal.failed(entry.hash(), "reverted");
                });
    }
}
