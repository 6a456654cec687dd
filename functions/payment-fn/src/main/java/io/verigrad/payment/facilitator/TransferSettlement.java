package io.verigrad.payment.facilitator;

import io.smallrye.mutiny.Uni;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.Fees;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.TransactionSigner;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.RawTransaction;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.ledger.WriteDown;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Reason;
import io.verigrad.x402.SettleResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sends one transfer: written down first, sent once whoever asks and however often, proved by the token's event. */
@ApplicationScoped
class TransferSettlement {
    private final VerifiedChain chain;
    private final TransactionJournal journal;
    private final Outbox outbox;
    private final BlockTicker blocks;
    private final GasMarket market;
    private final Senders senders;
    private final PaymentSettings settings;
    private final OpenTransfers limits;
    private final Clock clock;

    TransferSettlement(
            VerifiedChain chain,
            TransactionJournal journal,
            Outbox outbox,
            BlockTicker blocks,
            GasMarket market,
            Senders senders,
            PaymentSettings settings,
            Clock clock) {
        this.chain = chain;
        this.journal = journal;
        this.outbox = outbox;
        this.blocks = blocks;
        this.market = market;
        this.senders = senders;
        this.settings = settings;
        this.limits = OpenTransfers.of(settings.settle());
        this.clock = clock;
    }

    /**
     * What became of an earlier settlement of this very movement, as far as that is known: this never waits. Empty if
     * there was none, or one that can never be mined while the authorization is still good.
     */
    Optional<SettleResponse> earlier(Movement movement) throws ChainUnavailableException, LedgerUnavailableException {
        Optional<JournalEntry> entry =
                LedgerAnswer.await(journal.latest(NewTransaction.Purpose.TRANSFER, movement.subject()));
        return entry.isEmpty() ? Optional.empty() : repeat(movement, entry.get());
    }

    /**
     * Settles a transfer that was verified just now.
     *
     * @param call what takes the money
     */
    SettleResponse settle(Movement movement, Call call)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException {
        if (senders.addresses().isEmpty()) {
            return failed(Reason.UNEXPECTED_SETTLE_ERROR, "this facilitator has no account to settle with", movement);
        }
        Optional<TransactionSigner> signer = senders.of(movement);
        if (signer.isEmpty()) {
            throw new FacilitatorBusyException("no account of this facilitator has ether for gas");
        }
        Address from = signer.get().address();
        admit(movement);
        return switch (market.gas(from, call)) {
            case GasEstimate.Reverts(String reason) ->
                earlier(movement)
                        .orElseGet(() -> failed(movement.refused(), "the chain refuses the call: " + reason, movement));
            case GasEstimate.Estimated(long gas) ->
                switch (write(movement, call, gas, signer.get())) {
                    case WriteDown.Written(JournalEntry entry) -> complete(movement, entry);
                    case WriteDown.Open(JournalEntry entry) ->
                        repeat(movement, entry).orElseGet(() -> pending(movement, entry));
                    case WriteDown.ClaimLost() -> throw new IllegalStateException("a transfer claims nothing");
                };
        };
    }

    /** Whether it is one too many is only certain once those are counted out that ended meanwhile. */
    private void admit(Movement movement)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException {
        outbox.tidySometimes();
        if (limits.refusal(outbox.count(movement)).isPresent()) {
            outbox.tidy();
            Optional<String> refusal = limits.refusal(outbox.count(movement));
            if (refusal.isPresent()) {
                throw new FacilitatorBusyException(refusal.get());
            }
        }
    }

    private WriteDown write(Movement movement, Call call, long gas, TransactionSigner signer)
            throws ChainUnavailableException, LedgerUnavailableException {
        Transactions transactions = chain.get().transactions();
        Fees fees = market.fees();
        TransactionRequest request = TransactionRequest.call(call.target(), call.data(), gas);
        NewTransaction transaction = new NewTransaction(
                signer.address(),
                market.minNonce(signer.address()),
                NewTransaction.Purpose.TRANSFER,
                movement.subject());
        return LedgerAnswer.await(journal.write(
                transaction,
                nonce -> Uni.createFrom().item(() -> {
                    SignedTransaction signed = transactions.sign(request, nonce, fees, signer);
                    return new RawTransaction(signed.hash(), signed.raw());
                })));
    }

    private SettleResponse complete(Movement movement, JournalEntry entry)
            throws ChainUnavailableException, LedgerUnavailableException {
        if (!outbox.send(entry)) {
            return unsent(movement);
        }
        return awaitReceipt(entry).map(receipt -> outcome(movement, receipt)).orElseGet(() -> pending(movement, entry));
    }

    private Optional<SettleResponse> repeat(Movement movement, JournalEntry entry)
            throws ChainUnavailableException, LedgerUnavailableException {
        outbox.tidySometimes();
        Optional<TransactionReceipt> mined = outbox.receiptOfNonce(entry);
        if (mined.isPresent()) {
            return Optional.of(outcome(movement, mined.get()));
        }
        if (entry.state() == JournalEntry.State.FAILED) {
            return givenUp(movement);
        }
        return Optional.of(outbox.send(entry) ? pending(movement, entry) : unsent(movement));
    }

    /** The transaction can never be mined, but the authorization may still be good for another one. */
    private Optional<SettleResponse> givenUp(Movement movement) throws ChainUnavailableException {
        return movement.spent(chain.get()).map(refusal -> failed(refusal, movement, Optional.empty()));
    }

    private Optional<TransactionReceipt> awaitReceipt(JournalEntry entry) throws LedgerUnavailableException {
        Instant end = clock.instant().plus(settings.receiptWait());
        Optional<TransactionReceipt> receipt = Optional.empty();
        long first = blocks.seen();
        while (receipt.isEmpty() && clock.instant().isBefore(end)) {
            try {
                long seen = blocks.seen();
                boolean mayBeReplaced = seen - first >= settings.settle().repriceAfter();
                receipt = mayBeReplaced ? outbox.receiptOfNonce(entry) : outbox.receipt(entry);
                if (receipt.isEmpty()) {
                    blocks.awaitAfter(
                            seen, Duration.between(clock.instant(), end).toNanos());
                    // It may wait for one before it that a crash kept from being sent.
                    outbox.tidySometimes();
                }
            } catch (ChainUnavailableException sentAlready) {
                // Whether it is mined is all that is open, so the answer is: pending.
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return receipt;
    }

    private SettleResponse outcome(Movement movement, TransactionReceipt receipt) {
        if (receipt.status() == TransactionReceipt.Status.REVERTED) {
            return failed(movement.failed(), "the transaction reverted", movement, Optional.of(receipt.transaction()));
        }
        Optional<Refusal> missing = movement.missing(receipt);
        if (missing.isPresent()) {
            return failed(missing.get(), movement, Optional.of(receipt.transaction()));
        }
        return SettleResponse.settled(movement.payer(), receipt.transaction(), chain.chainId())
                .withAmount(movement.amount(receipt));
    }

    private SettleResponse pending(Movement movement, JournalEntry entry) {
        return failed(
                Reason.SETTLEMENT_PENDING,
                "the transaction was sent and is not mined yet; ask again",
                movement,
                Optional.of(entry.hash()));
    }

    private SettleResponse unsent(Movement movement) {
        return failed(
                Reason.UNEXPECTED_SETTLE_ERROR,
                "the transaction is written down but could not be sent; ask again",
                movement);
    }

    private SettleResponse failed(Reason reason, String message, Movement movement) {
        return failed(reason, message, movement, Optional.empty());
    }

    private SettleResponse failed(Reason reason, String message, Movement movement, Optional<Hash32> transaction) {
        return failed(Refusal.of(reason, message), movement, transaction);
    }

    private SettleResponse failed(Refusal refusal, Movement movement, Optional<Hash32> transaction) {
        return SettleResponse.failed(
                refusal.reason(), refusal.message(), Optional.of(movement.payer()), transaction, chain.chainId());
    }
}
