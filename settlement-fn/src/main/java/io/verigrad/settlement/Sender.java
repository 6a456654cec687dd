package io.verigrad.settlement;

import io.smallrye.mutiny.Uni;
import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.BroadcastOutcome;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.Fees;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.TransactionSigner;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.NonceSigner;
import io.verigrad.ledger.RawTransaction;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Drafts transactions for the journal and sends what the journal holds, always the very bytes that stand there. */
@Singleton
class Sender {
    private static final Logger LOG = Logger.getLogger(Sender.class);

    private final Chain chain;
    private final TransactionSigner signer;
    private final TransactionJournal journal;

    Sender(Chain chain, TransactionSigner signer, TransactionJournal journal) {
        this.chain = chain;
        this.signer = signer;
        this.journal = journal;
    }

    /** A transaction that lacks nothing but its nonce. */
    record Draft(NewTransaction transaction, NonceSigner signer) {}

    Address address() {
        return signer.address();
    }

    Draft draft(NewTransaction.Purpose purpose, Bytes subject, TransactionRequest request)
            throws ChainUnavailableException {
        Fees fees = chain.transactions().fees(FeePolicy.DEFAULT);
        long minNonce = chain.transactions().pendingNonce(signer.address());
        return new Draft(
                new NewTransaction(signer.address(), minNonce, purpose, subject),
                nonce -> Uni.createFrom().item(() -> raw(chain.transactions().sign(request, nonce, fees, signer))));
    }

    /** The same transaction for other fees, to be written down. */
    RawTransaction reprice(SignedTransaction transaction, Fees fees) {
        return raw(chain.transactions().reprice(transaction, fees, signer));
    }

    /** Sends a transaction that is written down; whether the node has it now. */
    BroadcastOutcome send(JournalEntry entry) throws ChainUnavailableException {
        SignedTransaction transaction =
                SignedTransaction.decode(entry.transaction().raw());
        BroadcastOutcome outcome = chain.transactions().broadcast(transaction);
        switch (outcome) {
            case BroadcastOutcome.Accepted accepted -> taken(entry);
            case BroadcastOutcome.AlreadyKnown known -> taken(entry);
            case BroadcastOutcome.NonceTooLow tooLow -> LOG.debugf("Nonce of transaction %s is used", entry.hash());
            case BroadcastOutcome.Refused(String reason) ->
                LOG.warnf("The node did not take transaction %s: %s", entry.hash(), reason);
        }
        return outcome;
    }

    private void taken(JournalEntry entry) {
        if (Waiting.on(journal.broadcast(entry.hash()))) {
            LOG.infof("Sent transaction %s (%s, nonce %d)", entry.hash(), entry.purpose(), entry.nonce());
        }
    }

    private static RawTransaction raw(SignedTransaction signed) {
        return new RawTransaction(signed.hash(), signed.raw());
    }
}
