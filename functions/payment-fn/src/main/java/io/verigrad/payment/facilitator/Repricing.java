package io.verigrad.payment.facilitator;

import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.Fees;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionSigner;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.RawTransaction;
import io.verigrad.ledger.Replacements;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Offers more for a transfer that nobody mines, since all later ones of its account wait for it. The replacement has the
 * same nonce, so the chain takes one of the two at most; it is written down before it is sent, and what it replaced is
 * kept, since that one may be mined after all.
 */
@ApplicationScoped
class Repricing {
    private static final Logger LOG = Logger.getLogger(Repricing.class);

    private final VerifiedChain chain;
    private final Replacements replacements;
    private final Senders senders;
    private final int blocks;
    private final Map<Address, FirstInLine> first = new ConcurrentHashMap<>();

    Repricing(VerifiedChain chain, Replacements replacements, Senders senders, PaymentSettings settings) {
        this.chain = chain;
        this.replacements = replacements;
        this.senders = senders;
        this.blocks = settings.settle().repriceAfter();
    }

    /** The transaction that an account's next nonce waits for, and the block in which that was first seen. */
    private record FirstInLine(Hash32 hash, long block) {}

    /**
     * Takes note that an account's next nonce waits for a transaction, and replaces it once that was so for too many
     * blocks.
     *
     * @return what is to be sent instead
     */
    Optional<JournalEntry> firstInLine(JournalEntry entry, long block)
            throws ChainUnavailableException, LedgerUnavailableException {
        FirstInLine seen = first.get(entry.from());
        if (seen == null || !seen.hash().equals(entry.hash())) {
            first.put(entry.from(), new FirstInLine(entry.hash(), block));
            return Optional.empty();
        }
        if (block - seen.block() < blocks) {
            return Optional.empty();
        }
        first.remove(entry.from());
        Optional<TransactionSigner> signer = senders.named(entry.from());
        return signer.isPresent() ? replace(entry, signer.get()) : Optional.empty();
    }

    private Optional<JournalEntry> replace(JournalEntry entry, TransactionSigner signer)
            throws ChainUnavailableException, LedgerUnavailableException {
        Transactions transactions = chain.get().transactions();
        SignedTransaction transaction =
                SignedTransaction.decode(entry.transaction().raw());
        List<Fees> offered = new ArrayList<>(List.of(transaction.fees()));
        for (JournalEntry earlier : LedgerAnswer.await(replacements.of(entry))) {
            offered.add(SignedTransaction.decode(earlier.transaction().raw()).fees());
        }
        Optional<Fees> fees = FeePolicy.DEFAULT.replacing(offered, transactions.fees(FeePolicy.DEFAULT));
        if (fees.isEmpty()) {
            LOG.warnf("Transaction %s is not mined, and offers the most that we pay", entry.hash());
            return Optional.empty();
        }
        SignedTransaction dearer = transactions.reprice(transaction, fees.get(), signer);
        Optional<JournalEntry> written =
                LedgerAnswer.await(replacements.replace(entry, new RawTransaction(dearer.hash(), dearer.raw())));
        if (written.isPresent()) {
            LOG.warnf("Transaction %s is not mined, replaced by %s for %s", entry.hash(), dearer.hash(), fees.get());
        }
        return written;
    }
}
