package io.verigrad.settlement;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.NewTransaction.Purpose;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.ledger.WriteDown;
import io.verigrad.value.Bytes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Single transactions by way of the journal: written down before they are sent, and once however often they are asked for. */
@Singleton
class Submissions {
    private static final Logger LOG = Logger.getLogger(Submissions.class);

    private final TransactionJournal journal;
    private final Sender sender;
    private final Reconciler reconciler;

    Submissions(TransactionJournal journal, Sender sender, Reconciler reconciler) {
        this.journal = journal;
        this.sender = sender;
        this.reconciler = reconciler;
    }

    /** Writes a transaction down, or finds the one that is open for the same subject, and brings it as far as it goes. */
    JournalEntry submit(Purpose purpose, Bytes subject, TransactionRequest request) throws ChainUnavailableException {
        Sender.Draft draft = sender.draft(purpose, subject, request);
        return advance(write(draft));
    }

    /** Sends it where it was not yet, and looks how far it is. */
    JournalEntry advance(JournalEntry entry) throws ChainUnavailableException {
        // Once to send it, and once more for chains that mine it at once.
        reconciler.reconcile(entry);
        JournalEntry sent = current(entry);
        if (sent.state() == JournalEntry.State.BROADCAST) {
            reconciler.reconcile(sent);
            sent = current(entry);
        }
        return sent;
    }

    private JournalEntry write(Sender.Draft draft) {
        NewTransaction transaction = draft.transaction();
        return switch (Waiting.on(journal.write(transaction, draft.signer()))) {
            case WriteDown.Written(JournalEntry entry) -> {
                LOG.infof(
                        "Wrote %s of %s down, transaction %s",
                        transaction.purpose(), transaction.subject(), entry.hash());
                yield entry;
            }
            case WriteDown.Open(JournalEntry entry) -> entry;
            case WriteDown.ClaimLost() ->
                throw new IllegalStateException(transaction.purpose() + " claims no payments");
        };
    }

    private JournalEntry current(JournalEntry entry) {
        return Waiting.on(journal.find(entry.hash())).orElseThrow();
    }
}
