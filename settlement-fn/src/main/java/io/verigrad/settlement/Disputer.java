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
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction.Purpose;
import io.verigrad.ledger.OpenDisputes;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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
    private final Judging judging;
    private final OpenDisputes open;
    private final Optional<Address> contract;
    private final Set<Address> believed;

    Disputer(
            VerifiedChain verified,
            Chain chain,
            TransactionJournal journal,
            Submissions submissions,
            Sender sender,
            Judging judging,
            OpenDisputes open,
            ChainSettings settings,
            SettlementSettings settlement) {
        this.verified = verified;
        this.chain = chain;
        this.journal = journal;
        this.submissions = submissions;
        this.sender = sender;
        this.judging = judging;
        this.open = open;
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
        if (opening.isPresent()) {
            return follow(call, contract.get(), opening.get());
        }
        Optional<DisputedCase> joined = joined(call, contract.get());
        return joined.isPresent() ? judging.judge(call, contract.get(), joined.get()) : challenge(call, contract.get());
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
            case GasEstimate.Reverts(String reason) -> join(call, disputes, data, reason);
            case GasEstimate.Estimated(long gas) -> {
                // From here on it is carried on even if nobody asks again.
                Waiting.on(open.keep(receipt.id(), kept(call)));
                yield pending(submissions.submit(
                        Purpose.DISPUTE, receipt.id().bytes(), TransactionRequest.call(disputes, data, gas)));
            }
        };
    }

    /** What somebody else has challenged is judged by validators all the same, at their bond and not at ours. */
    private DisputeAnswer join(DisputeCall call, Address disputes, Bytes challenge, String reason)
            throws ChainUnavailableException {
        Disputes cases = chain.disputes(disputes);
        Optional<BigInteger> standing = cases.standing(challenge);
        Optional<DisputedCase> found = standing.isPresent() ? cases.find(standing.get()) : Optional.empty();
        if (found.isEmpty()) {
            return DisputeAnswer.refused(reason);
        }
        Waiting.on(open.join(call.receipt().id(), kept(call), found.get().id()));
        return judging.judge(call, disputes, found.get());
    }

    /** Once a verdict revoked its key, a receipt's challenge no longer tells which case stands in its way. */
    private Optional<DisputedCase> joined(DisputeCall call, Address disputes) throws ChainUnavailableException {
        Optional<BigInteger> caseId = Waiting.on(open.joined(call.receipt().id()));
        Optional<DisputedCase> found =
                caseId.isPresent() ? chain.disputes(disputes).find(caseId.get()) : Optional.empty();
        // Another case can have the number after a reorganisation; one that lapsed stands in nobody's way.
        return found.filter(met -> met.subject().equals(call.receipt().id()) && met.state() != CaseState.LAPSED);
    }

    private static String kept(DisputeCall call) {
        return new String(Json.write(call), StandardCharsets.UTF_8);
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
            return challenge(call, disputes);
        }
        Optional<TransactionReceipt> mined = chain.transactions().receiptOf(sent.hash());
        if (mined.isEmpty()) {
            return pending(sent);
        }
        Disputes cases = chain.disputes(disputes);
        List<BigInteger> opened = cases.opened(mined.get());
        if (opened.isEmpty()) {
            // It reverted: somebody else was first, or the chain will tell why.
            return challenge(call, disputes);
        }
        Optional<DisputedCase> found = cases.find(opened.getFirst());
        // A reorganisation took it away between the two questions; it is sent again.
        return found.isEmpty()
                ? DisputeAnswer.pending(Optional.of(sent.hash()))
                : judging.judge(call, disputes, found.get());
    }

    private static DisputeAnswer pending(JournalEntry sent) {
        return DisputeAnswer.pending(
                sent.state() == JournalEntry.State.WRITTEN ? Optional.empty() : Optional.of(sent.hash()));
    }
}
