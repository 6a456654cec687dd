package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.KeyEpoch;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.dispute.CaseState;
import io.verigrad.chain.dispute.DisputedCase;
import io.verigrad.chain.dispute.Disputes;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction.Purpose;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Challenges receipts that a recheck contradicts, and carries out what validators say of them. Our bond is at stake, so
 * only rechecks of operators that we name open a case.
 */
@Singleton
class Disputer {
    private final VerifiedChain verified;
    private final Chain chain;
    private final TransactionJournal journal;
    private final Submissions submissions;
    private final Sender sender;
    private final Verdicts verdicts;
    private final Optional<Address> contract;
    private final Set<Address> believed;

    Disputer(
            VerifiedChain verified,
            Chain chain,
            TransactionJournal journal,
            Submissions submissions,
            Sender sender,
            Verdicts verdicts,
            ChainSettings settings,
            SettlementSettings settlement) {
        this.verified = verified;
        this.chain = chain;
        this.journal = journal;
        this.submissions = submissions;
        this.sender = sender;
        this.verdicts = verdicts;
        this.contract = settings.disputes().map(Address::parse);
        this.believed = settlement.recheckOperators().orElse(List.of()).stream()
                .map(Address::parse)
                .collect(Collectors.toUnmodifiableSet());
    }

    DisputeAnswer dispute(DisputeCall call) throws ChainUnavailableException {
        verified.get();
        if (contract.isEmpty()) {
            return DisputeAnswer.refused("disputes_not_configured");
        }
        Optional<JournalEntry> opening = Waiting.on(
                        journal.latest(Purpose.DISPUTE, call.receipt().id().bytes()))
                .filter(entry -> entry.state() != JournalEntry.State.FAILED);
        return opening.isPresent() ? follow(call, contract.get(), opening.get()) : challenge(call, contract.get());
    }

    private DisputeAnswer challenge(DisputeCall call, Address disputes) throws ChainUnavailableException {
        Optional<String> objection = objection(call);
        if (objection.isPresent()) {
            return DisputeAnswer.refused(objection.get());
        }
        SignedReceipt receipt = call.receipt();
        Hash32 claim = receipt.domain().digest(call.recheck().recheck().structHash());
        Bytes data = SettlementCalls.challenge(receipt.receipt(), receipt.signature(), claim);
        return switch (chain.transactions().estimateGas(sender.address(), disputes, data)) {
            case GasEstimate.Reverts(String reason) -> DisputeAnswer.refused(reason);
            case GasEstimate.Estimated(long gas) ->
                pending(submissions.submit(
                        Purpose.DISPUTE, receipt.id().bytes(), TransactionRequest.call(disputes, data, gas)));
        };
    }

    /** What keeps us from risking the bond on this recheck. */
    private Optional<String> objection(DisputeCall call) throws ChainUnavailableException {
        Receipt receipt = call.receipt().receipt();
        TypedDataDomain domain = TypedDataDomain.verigrad(
                chain.config().chainId(), chain.config().settlement());
        if (!call.receipt().domain().equals(domain)) {
            return Optional.of("other_network");
        }
        if (!call.recheck().recheck().receiptId().equals(call.receipt().id())) {
            return Optional.of("recheck_of_another_receipt");
        }
        if (call.recheck().recheck().outcome() != RecheckOutcome.DIFFERENT) {
            return Optional.of("not_different");
        }
        Optional<Address> key = call.recheck().signer(domain);
        Optional<KeyEpoch> epoch = key.isPresent() ? chain.keyEpoch(key.get()) : Optional.empty();
        if (epoch.filter(found -> found.revokedAt().isEmpty()
                        && found.isGoodAt(call.recheck().recheck().recheckedAt()))
                .isEmpty()) {
            return Optional.of("rechecker_not_good");
        }
        if (!believed.contains(epoch.get().operator())) {
            return Optional.of("rechecker_not_believed");
        }
        return chain.keyEpoch(receipt.enclaveKey())
                .filter(accused -> accused.operator().equals(epoch.get().operator()))
                .map(_ -> "rechecker_not_independent");
    }

    private DisputeAnswer follow(DisputeCall call, Address disputes, JournalEntry opening)
            throws ChainUnavailableException {
        JournalEntry sent = submissions.advance(opening);
        if (sent.state() == JournalEntry.State.FAILED) {
            return DisputeAnswer.refused(sent.reason());
        }
        Optional<TransactionReceipt> mined = chain.transactions().receiptOf(sent.hash());
        if (mined.isEmpty()) {
            return pending(sent);
        }
        Disputes cases = chain.disputes(disputes);
        List<BigInteger> opened = cases.opened(mined.get());
        if (opened.isEmpty()) {
            return DisputeAnswer.refused("reverted");
        }
        Optional<DisputedCase> found = cases.find(opened.getFirst());
        // A reorganisation took it away between the two questions; it is sent again.
        return found.isEmpty() ? DisputeAnswer.pending(Optional.of(sent.hash())) : judge(call, disputes, found.get());
    }

    private DisputeAnswer judge(DisputeCall call, Address disputes, DisputedCase found)
            throws ChainUnavailableException {
        Bytes subject = StructEncoder.untyped().uint(found.id()).encoded();
        Optional<JournalEntry> judging = Waiting.on(journal.latest(Purpose.JUDGE, subject));
        if (judging.isPresent() && judging.get().state() != JournalEntry.State.FAILED) {
            Hash32 transaction = submissions.advance(judging.get()).hash();
            return answer(chain.disputes(disputes).find(found.id()).orElse(found), Optional.of(transaction));
        }
        if (found.state() != CaseState.OPEN) {
            return answer(found, Optional.empty());
        }
        Optional<String> reason = Optional.of("no_verdict");
        TypedDataDomain domain = TypedDataDomain.verigrad(chain.config().chainId(), disputes);
        for (Verdicts.Agreed agreed : verdicts.on(found, domain, call.receipt(), call.recheck())) {
            Bytes data = SettlementCalls.judge(agreed.verdict(), agreed.endorsements());
            switch (chain.transactions().estimateGas(sender.address(), disputes, data)) {
                case GasEstimate.Reverts(String why) -> reason = Optional.of(why);
                case GasEstimate.Estimated(long gas) -> {
                    JournalEntry entry =
                            submissions.submit(Purpose.JUDGE, subject, TransactionRequest.call(disputes, data, gas));
                    return answer(chain.disputes(disputes).find(found.id()).orElse(found), Optional.of(entry.hash()));
                }
            }
        }
        return DisputeAnswer.open(found.id(), Optional.empty(), reason);
    }

    private static DisputeAnswer pending(JournalEntry sent) {
        return DisputeAnswer.pending(
                sent.state() == JournalEntry.State.WRITTEN ? Optional.empty() : Optional.of(sent.hash()));
    }

    private static DisputeAnswer answer(DisputedCase found, Optional<Hash32> transaction) {
        return switch (found.state()) {
            case OPEN -> DisputeAnswer.open(found.id(), transaction, Optional.empty());
            case UPHELD -> DisputeAnswer.closed(DisputeAnswer.Status.UPHELD, found.id(), transaction);
            case REJECTED -> DisputeAnswer.closed(DisputeAnswer.Status.REJECTED, found.id(), transaction);
            case LAPSED -> DisputeAnswer.closed(DisputeAnswer.Status.LAPSED, found.id(), transaction);
        };
    }
}
