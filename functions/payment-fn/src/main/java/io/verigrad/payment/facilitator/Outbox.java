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
import io.verigrad.ledger.Replacements;
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
    private final Replacements replacements;
    private final Repricing repricing;
    private final Senders senders;
    private final PaymentSettings settings;
    private final Clock clock;
    private final ReentrantLock tidying = new ReentrantLock();
    private final Map<Hash32, Instant> takenSince = new ConcurrentHashMap<>();
    private volatile Instant nextLook = Instant.MIN;
    private volatile Instant nextTidy = Instant.MIN;

    Outbox(
            VerifiedChain chain,
            TransactionJournal journal,
            Replacements replacements,
            Repricing repricing,
            Senders senders,
            PaymentSettings settings,
            Clock clock) {
        this.chain = chain;
        this.journal = journal;
        this.replacements = replacements;
        this.repricing = repricing;
        this.senders = senders;
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
            note(receipt.get());
        }
        return receipt;
    }

    /** The same for whatever was sent with the nonce of an entry, which may have been replaced since it was read. */
    Optional<TransactionReceipt> receiptOfNonce(JournalEntry entry)
            throws ChainUnavailableException, LedgerUnavailableException {
        JournalEntry live =
                LedgerAnswer.await(journal.ofNonce(entry.from(), entry.nonce())).orElse(entry);
        Optional<TransactionReceipt> receipt = receipt(live);
        return receipt.isPresent() ? receipt : receiptOfReplaced(live);
    }

    /** What was replaced may have been mined all the same, and then its outcome is the one that counts. */
    private Optional<TransactionReceipt> receiptOfReplaced(JournalEntry live)
            throws ChainUnavailableException, LedgerUnavailableException {
        for (JournalEntry earlier : LedgerAnswer.await(replacements.of(live))) {
            Optional<TransactionReceipt> receipt = chain.get().transactions().receiptOf(earlier.hash());
            if (receipt.isPresent()) {
                if (LedgerAnswer.await(replacements.minedInstead(live, earlier))) {
                    note(receipt.get());
                }
                return receipt;
            }
        }
        return Optional.empty();
    }

    private void note(TransactionReceipt receipt) throws LedgerUnavailableException {
        JournalEntry.Inclusion inclusion = new JournalEntry.Inclusion(receipt.blockNumber(), receipt.blockHash());
        LedgerAnswer.await(journal.mined(receipt.transaction(), inclusion));
    }

    /** {@link #tidy}, at most once a second and by one caller at a time: the others go on. */
    void tidySometimes() throws ChainUnavailableException, LedgerUnavailableException {
        if (clock.instant().isBefore(nextTidy) || !tidying.tryLock()) {
            return;
        }
        try {
            tidyAlone();
        } finally {
            tidying.unlock();
        }
    }

    /**
     * Takes care of what earlier calls left behind: sends what a crash kept from being sent, since later transactions
     * of the account wait for it, offers more for what nobody mines, and ends what is deep enough in the chain.
     */
    void tidy() throws ChainUnavailableException, LedgerUnavailableException {
        tidying.lock();
        try {
            tidyAlone();
        } finally {
            tidying.unlock();
        }
    }

    private void tidyAlone() throws ChainUnavailableException, LedgerUnavailableException {
        boolean looks = !clock.instant().isBefore(nextLook);
        long latest = chain.get().latestBlock().number();
        for (Address account : senders.addresses()) {
            tidy(account, latest, looks);
        }
        nextTidy = clock.instant().plus(TIDY);
        if (looks) {
            nextLook = clock.instant().plus(LOOK);
        }
    }

    private void tidy(Address account, long latest, boolean looks)
            throws ChainUnavailableException, LedgerUnavailableException {
        Transactions transactions = chain.get().transactions();
        long mined = transactions.minedNonce(account);
        long pending = transactions.pendingNonce(account);
        for (JournalEntry entry : open(account)) {
            boolean isMined = entry.state() == JournalEntry.State.MINED;
            boolean unsent = entry.state() == JournalEntry.State.WRITTEN && entry.nonce() <= pending;
            // Behind another one it waits for that one.
            boolean due = looks && !isMined && entry.nonce() <= mined;
            if (unsent || due) {
                follow(entry, mined);
                pending = Math.max(pending, entry.nonce() + 1);
            } else if (entry.inclusion()
                    .filter(block -> block.blockNumber() + settings.confirmations() <= latest)
                    .isPresent()) {
                end(entry);
            }
            if (!isMined && entry.nonce() == mined) {
                Optional<JournalEntry> dearer = repricing.firstInLine(entry, latest);
                if (dearer.isPresent()) {
                    send(dearer.get());
                }
            }
        }
    }

    /** How many transfers of our accounts the chain does not have for good. */
    OpenCount count(Movement movement) throws LedgerUnavailableException {
        return LedgerAnswer.await(journal.countOpen(
                senders.addresses(),
                NewTransaction.Purpose.TRANSFER,
                new SubjectPart(Movement.PAYER, movement.payer().bytes()),
                new SubjectPart(Movement.PAYEE, movement.payee().bytes())));
    }

    private List<JournalEntry> open(Address signer) throws LedgerUnavailableException {
        return LedgerAnswer.await(journal.unresolved(signer, settings.settle().open())).stream()
                .filter(entry -> entry.purpose() == NewTransaction.Purpose.TRANSFER)
                .toList();
    }

    private void follow(JournalEntry entry, long mined) throws ChainUnavailableException, LedgerUnavailableException {
        if (receipt(entry).isPresent()
                || mined > entry.nonce() && receiptOfReplaced(entry).isPresent()
                || send(entry)) {
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
