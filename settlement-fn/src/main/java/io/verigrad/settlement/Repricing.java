package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.Fees;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.RawTransaction;
import io.verigrad.ledger.Replacements;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Offers more for a transaction that nobody mines, since all later ones of the account wait for it. The replacement has the
 * same nonce, so the chain takes one of the two at most; it is written down before it is sent, and what it replaced is
 * kept, since that one may be mined after all.
 */
@Singleton
class Repricing {
    private static final Logger LOG = Logger.getLogger(Repricing.class);
    private static final FeePolicy POLICY = FeePolicy.DEFAULT;

    private final Chain chain;
    private final Replacements replacements;
    private final Sender sender;
    private final SettlementSettings settings;
    private Optional<FirstInLine> first = Optional.empty();

    Repricing(Chain chain, Replacements replacements, Sender sender, SettlementSettings settings) {
        this.chain = chain;
        this.replacements = replacements;
        this.sender = sender;
        this.settings = settings;
    }

    /** The transaction that the account's next nonce waits for, and the block in which that was first seen. */
    private record FirstInLine(Hash32 hash, long block) {}

    /** Takes note that no block holds a transaction, and replaces it once that was so for too many blocks. */
    synchronized void notMined(JournalEntry entry) throws ChainUnavailableException {
        // Behind another one it waits for that one, whatever it offers.
        if (chain.transactions().minedNonce(entry.from()) != entry.nonce()) {
            return;
        }
        long block = chain.latestBlock().number();
        Optional<FirstInLine> seen = first.filter(line -> line.hash().equals(entry.hash()));
        if (seen.isEmpty()) {
            first = Optional.of(new FirstInLine(entry.hash(), block));
        } else if (block - seen.get().block() >= settings.repriceAfter()) {
            first = Optional.empty();
            replace(entry);
        }
    }

    private void replace(JournalEntry entry) throws ChainUnavailableException {
        SignedTransaction transaction =
                SignedTransaction.decode(entry.transaction().raw());
        Fees highest = transaction.fees();
        for (JournalEntry earlier : Waiting.on(replacements.of(entry))) {
            highest = highest.atLeast(
                    SignedTransaction.decode(earlier.transaction().raw()).fees());
        }
        Fees fees = highest.bumped().atLeast(chain.transactions().fees(POLICY));
        BigInteger most = POLICY.maxFeePerGas();
        if (fees.maxFeePerGas().compareTo(most) > 0) {
            LOG.warnf("Transaction %s is not mined, and %s wei of gas is the most we offer", entry.hash(), most);
            return;
        }
        RawTransaction dearer = sender.reprice(transaction, fees);
        Optional<JournalEntry> written = Waiting.on(replacements.replace(entry, dearer));
        if (written.isPresent()) {
            LOG.warnf("Transaction %s is not mined, replaced by %s for %s", entry.hash(), dearer.hash(), fees);
            sender.send(written.get());
        }
    }
}
