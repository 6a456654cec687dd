package io.verigrad.payment.facilitator;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.BroadcastOutcome;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.payment.chain.VerifiedChain;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Address;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sends what is written down, and keeps the journal up to date with what the chain made of it. */
@ApplicationScoped
class Outbox {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final int ENTRIES = 100;

    private final VerifiedChain chain;
    private final TransactionJournal journal;
    private final PaymentSettings settings;

    Outbox(VerifiedChain chain, TransactionJournal journal, PaymentSettings settings) {
        this.chain = chain;
        this.journal = journal;
        this.settings = settings;
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

    /**
     * Takes care of what earlier calls left behind: sends what a crash kept from being sent, since later transactions
     * of the account wait for it, and ends what is deep enough in the chain.
     */
    void tidy(Address signer) throws ChainUnavailableException, LedgerUnavailableException {
        long latest = chain.get().latestBlock().number();
        for (JournalEntry entry : LedgerAnswer.await(journal.unresolved(ENTRIES))) {
            if (!entry.from().equals(signer) || entry.purpose() != NewTransaction.Purpose.TRANSFER) {
                continue;
            }
            if (entry.state() == JournalEntry.State.WRITTEN) {
                send(entry);
            } else if (entry.inclusion()
                    .filter(block -> block.blockNumber() + settings.confirmations() <= latest)
                    .isPresent()) {
                end(entry);
            }
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
