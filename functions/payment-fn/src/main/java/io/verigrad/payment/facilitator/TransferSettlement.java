package io.verigrad.payment.facilitator;

import io.smallrye.mutiny.Uni;
import io.verigrad.chain.PaymentTransfer;
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
    private static final int KEY_SIGNATURE = 65;

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
     * What became of an earlier settlement of this very transfer, as far as that is known: this never waits. Empty if
     * there was none, or one that can never be mined while the authorization is still good.
     */
    Optional<SettleResponse> earlier(Transfer transfer) throws ChainUnavailableException, LedgerUnavailableException {
        Optional<JournalEntry> entry =
                LedgerAnswer.await(journal.latest(NewTransaction.Purpose.TRANSFER, transfer.subject()));
        return entry.isEmpty() ? Optional.empty() : repeat(transfer, entry.get());
    }

    /**
     * Settles a transfer that was verified just now.
     *
     * @param call what takes the money
     */
    SettleResponse settle(Transfer transfer, PaymentTransfer call)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException {
        if (senders.addresses().isEmpty()) {
            return failed(Reason.UNEXPECTED_SETTLE_ERROR, "this facilitator has no account to settle with", transfer);
        }
        Optional<TransactionSigner> signer = senders.of(transfer);
        if (signer.isEmpty()) {
            throw new FacilitatorBusyException("no account of this facilitator has ether for gas");
        }
        Address from = signer.get().address();
        admit(transfer);
        return switch (market.gas(from, call, transfer.payment().signature().size() == KEY_SIGNATURE)) {
            case GasEstimate.Reverts(String reason) ->
                earlier(transfer)
                        .orElseGet(() -> failed(
                                transfer.reasons().simulation(),
                                "the token refuses the transfer: " + reason,
                                transfer));
            case GasEstimate.Estimated(long gas) ->
                switch (write(transfer, call, gas, signer.get())) {
                    case WriteDown.Written(JournalEntry entry) -> complete(transfer, entry);
                    case WriteDown.Open(JournalEntry entry) ->
                        repeat(transfer, entry).orElseGet(() -> pending(transfer, entry));
                    case WriteDown.ClaimLost() -> throw new IllegalStateException("a transfer claims nothing");
                };
        };
    }

    /** Whether it is one too many is only certain once those are counted out that ended meanwhile. */
    private void admit(Transfer transfer)
            throws ChainUnavailableException, LedgerUnavailableException, FacilitatorBusyException {
        outbox.tidySometimes();
        if (limits.refusal(outbox.count(transfer)).isPresent()) {
            outbox.tidy();
            Optional<String> refusal = limits.refusal(outbox.count(transfer));
            if (refusal.isPresent()) {
                throw new FacilitatorBusyException(refusal.get());
            }
        }
    }

    private WriteDown write(Transfer transfer, PaymentTransfer call, long gas, TransactionSigner signer)
            throws ChainUnavailableException, LedgerUnavailableException {
        Transactions transactions = chain.get().transactions();
        Fees fees = market.fees();
        TransactionRequest request = TransactionRequest.call(call.target(), call.callData(), gas);
        NewTransaction transaction = new NewTransaction(
                signer.address(),
                market.minNonce(signer.address()),
                NewTransaction.Purpose.TRANSFER,
                transfer.subject());
        return LedgerAnswer.await(journal.write(
                transaction,
                nonce -> Uni.createFrom().item(() -> {
                    SignedTransaction signed = transactions.sign(request, nonce, fees, signer);
                    return new RawTransaction(signed.hash(), signed.raw());
                })));
    }

    private SettleResponse complete(Transfer transfer, JournalEntry entry)
            throws ChainUnavailableException, LedgerUnavailableException {
        if (!outbox.send(entry)) {
            return unsent(transfer);
        }
        return awaitReceipt(entry).map(receipt -> outcome(transfer, receipt)).orElseGet(() -> pending(transfer, entry));
    }

    private Optional<SettleResponse> repeat(Transfer transfer, JournalEntry entry)
            throws ChainUnavailableException, LedgerUnavailableException {
        outbox.tidySometimes();
        Optional<TransactionReceipt> mined = outbox.receiptOfNonce(entry);
        if (mined.isPresent()) {
            return Optional.of(outcome(transfer, mined.get()));
        }
        if (entry.state() == JournalEntry.State.FAILED) {
            return givenUp(transfer);
        }
        return Optional.of(outbox.send(entry) ? pending(transfer, entry) : unsent(transfer));
    }

    /** The transaction can never be mined, but the authorization may still be good for another one. */
    private Optional<SettleResponse> givenUp(Transfer transfer) throws ChainUnavailableException {
        return chain.get().isSpent(transfer.call())
                ? Optional.of(failed(
                        transfer.reasons().nonce(), "the authorization was used or cancelled elsewhere", transfer))
                : Optional.empty();
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

    private SettleResponse outcome(Transfer transfer, TransactionReceipt receipt) {
        if (receipt.status() == TransactionReceipt.Status.REVERTED) {
            return failed(
                    transfer.reasons().transaction(),
                    "the transaction reverted",
                    transfer,
                    Optional.of(receipt.transaction()));
        }
        if (!transfer.isIn(receipt)) {
            return failed(
                    Reason.EXACT_TRANSFER_EVENT_MISMATCH,
                    "the transaction moved no money to the payee",
                    transfer,
                    Optional.of(receipt.transaction()));
        }
        return SettleResponse.settled(transfer.payer(), receipt.transaction(), chain.chainId())
                .withAmount(transfer.amountTaken());
    }

    private SettleResponse pending(Transfer transfer, JournalEntry entry) {
        return failed(
                Reason.SETTLEMENT_PENDING,
                "the transaction was sent and is not mined yet; ask again",
                transfer,
                Optional.of(entry.hash()));
    }

    private SettleResponse unsent(Transfer transfer) {
        return failed(
                Reason.UNEXPECTED_SETTLE_ERROR,
                "the transaction is written down but could not be sent; ask again",
                transfer);
    }

    private SettleResponse failed(Reason reason, String message, Transfer transfer) {
        return failed(reason, message, transfer, Optional.empty());
    }

    private SettleResponse failed(Reason reason, String message, Transfer transfer, Optional<Hash32> transaction) {
        return SettleResponse.failed(
                reason.code(), message, Optional.of(transfer.payer()), transaction, chain.chainId());
    }
}
