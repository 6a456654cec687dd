package io.verigrad.payment.facilitator;

import io.smallrye.mutiny.Uni;
import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.Fees;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.TransactionSigner;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.RawTransaction;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.ledger.WriteDown;
import io.verigrad.payment.chain.VerifiedChain;
import io.verigrad.payment.config.FacilitatorAccount;
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
    private static final Duration POLL = Duration.ofMillis(200);

    private final VerifiedChain chain;
    private final TransactionJournal journal;
    private final Outbox outbox;
    private final FacilitatorAccount account;
    private final PaymentSettings settings;
    private final Clock clock;

    TransferSettlement(
            VerifiedChain chain,
            TransactionJournal journal,
            Outbox outbox,
            FacilitatorAccount account,
            PaymentSettings settings,
            Clock clock) {
        this.chain = chain;
        this.journal = journal;
        this.outbox = outbox;
        this.account = account;
        this.settings = settings;
        this.clock = clock;
    }

    /** What became of an earlier settlement of this very transfer, brought to its end; empty if there was none. */
    Optional<SettleResponse> earlier(ExactTransfer transfer)
            throws ChainUnavailableException, LedgerUnavailableException {
        Optional<JournalEntry> entry =
                LedgerAnswer.await(journal.latest(NewTransaction.Purpose.TRANSFER, transfer.subject()));
        return entry.isEmpty() ? Optional.empty() : Optional.of(complete(transfer, entry.get()));
    }

    /** Settles a transfer that was verified just now. */
    SettleResponse settle(ExactTransfer transfer) throws ChainUnavailableException, LedgerUnavailableException {
        Optional<TransactionSigner> signer = account.signer();
        if (signer.isEmpty()) {
            return failed(Reason.UNEXPECTED_SETTLE_ERROR, "this facilitator has no account to settle with", transfer);
        }
        Address from = signer.get().address();
        outbox.tidy(from);
        Chain node = chain.get();
        return switch (node.transactions()
                .estimateGas(
                        from, transfer.transfer().asset(), transfer.transfer().callData())) {
            case GasEstimate.Reverts(String reason) ->
                earlier(transfer)
                        .orElseGet(() -> failed(
                                Reason.EXACT_SIMULATION_FAILED, "the token refuses the transfer: " + reason, transfer));
            case GasEstimate.Estimated(long gas) -> complete(transfer, write(transfer, gas, signer.get()));
        };
    }

    private JournalEntry write(ExactTransfer transfer, long gas, TransactionSigner signer)
            throws ChainUnavailableException, LedgerUnavailableException {
        Chain node = chain.get();
        Fees fees = node.transactions().fees(FeePolicy.DEFAULT);
        TransactionRequest call = TransactionRequest.call(
                transfer.transfer().asset(), transfer.transfer().callData(), gas);
        NewTransaction transaction = new NewTransaction(
                signer.address(),
                node.transactions().pendingNonce(signer.address()),
                NewTransaction.Purpose.TRANSFER,
                transfer.subject());
        return switch (LedgerAnswer.await(journal.write(
                transaction,
                nonce -> Uni.createFrom().item(() -> {
                    SignedTransaction signed = node.transactions().sign(call, nonce, fees, signer);
                    return new RawTransaction(signed.hash(), signed.raw());
                })))) {
            case WriteDown.Written(JournalEntry entry) -> entry;
            case WriteDown.Open(JournalEntry entry) -> entry;
            case WriteDown.ClaimLost() -> throw new IllegalStateException("a transfer claims nothing");
        };
    }

    private SettleResponse complete(ExactTransfer transfer, JournalEntry entry)
            throws ChainUnavailableException, LedgerUnavailableException {
        Optional<TransactionReceipt> mined = outbox.receipt(entry);
        if (mined.isEmpty()) {
            if (!outbox.send(entry)) {
                return failed(
                        Reason.UNEXPECTED_SETTLE_ERROR,
                        "the transaction is written down but could not be sent; ask again",
                        transfer);
            }
            mined = awaitReceipt(entry);
        }
        return mined.map(receipt -> outcome(transfer, receipt))
                .orElseGet(() -> failed(
                        Reason.SETTLEMENT_PENDING,
                        "the transaction was sent and is not mined yet; ask again",
                        transfer,
                        Optional.of(entry.hash())));
    }

    private Optional<TransactionReceipt> awaitReceipt(JournalEntry entry) throws LedgerUnavailableException {
        Instant end = clock.instant().plus(settings.receiptWait());
        Optional<TransactionReceipt> receipt = Optional.empty();
        while (receipt.isEmpty() && clock.instant().isBefore(end)) {
            try {
                receipt = outbox.receipt(entry);
                if (receipt.isEmpty()) {
                    Thread.sleep(POLL);
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

    private SettleResponse outcome(ExactTransfer transfer, TransactionReceipt receipt) {
        if (receipt.status() == TransactionReceipt.Status.REVERTED) {
            return failed(
                    Reason.EXACT_TRANSACTION_FAILED,
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
        return SettleResponse.settled(transfer.transfer().from(), receipt.transaction(), chain.chainId());
    }

    private SettleResponse failed(Reason reason, String message, ExactTransfer transfer) {
        return failed(reason, message, transfer, Optional.empty());
    }

    private SettleResponse failed(Reason reason, String message, ExactTransfer transfer, Optional<Hash32> transaction) {
        return SettleResponse.failed(
                reason.code(), message, Optional.of(transfer.transfer().from()), transaction, chain.chainId());
    }
}
