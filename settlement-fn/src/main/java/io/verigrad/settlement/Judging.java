package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.dispute.CaseState;
import io.verigrad.chain.dispute.DisputedCase;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction.Purpose;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.Optional;

/** Asks validators for their verdicts on an open case, whoever opened it, and carries out what a quorum of them signed. */
@Singleton
class Judging {
    private final Chain chain;
    private final TransactionJournal journal;
    private final Submissions submissions;
    private final Sender sender;
    private final Verdicts verdicts;

    Judging(Chain chain, TransactionJournal journal, Submissions submissions, Sender sender, Verdicts verdicts) {
        this.chain = chain;
        this.journal = journal;
        this.submissions = submissions;
        this.sender = sender;
        this.verdicts = verdicts;
    }

    /** Brings a case as far as it goes now. */
    DisputeAnswer judge(DisputeCall call, Address disputes, DisputedCase found) throws ChainUnavailableException {
        Optional<JournalEntry> judging = sent(found.id());
        if (judging.isPresent()) {
            Hash32 transaction = submissions.advance(judging.get()).hash();
            return answer(disputes, found, Optional.of(transaction));
        }
        if (found.state() != CaseState.OPEN) {
            return DisputeAnswer.of(found, Optional.empty(), Optional.empty());
        }
        Optional<String> reason = Optional.of("no_verdict");
        TypedDataDomain domain = TypedDataDomain.verigrad(chain.config().chainId(), disputes);
        for (Verdicts.Agreed agreed : verdicts.on(found, domain, call.receipt(), call.recheck())) {
            Bytes data = SettlementCalls.judge(agreed.verdict(), agreed.endorsements());
            switch (chain.transactions().estimateGas(sender.address(), disputes, data)) {
                case GasEstimate.Reverts(String why) -> reason = Optional.of(why);
                case GasEstimate.Estimated(long gas) -> {
                    TransactionRequest request = TransactionRequest.call(disputes, data, gas);
                    JournalEntry entry = submissions.submit(Purpose.JUDGE, subject(found.id()), request);
                    return answer(disputes, found, Optional.of(entry.hash()));
                }
            }
        }
        return DisputeAnswer.of(found, Optional.empty(), reason);
    }

    /** Whether no transaction of ours can change any more what became of a case. */
    boolean isFinal(BigInteger caseId) {
        return sent(caseId)
                .map(entry -> entry.state() == JournalEntry.State.FINAL)
                .orElse(true);
    }

    private Optional<JournalEntry> sent(BigInteger caseId) {
        return Waiting.on(journal.latest(Purpose.JUDGE, subject(caseId)))
                .filter(entry -> entry.state() != JournalEntry.State.FAILED);
    }

    private DisputeAnswer answer(Address disputes, DisputedCase found, Optional<Hash32> transaction)
            throws ChainUnavailableException {
        return DisputeAnswer.of(chain.disputes(disputes).find(found.id()).orElse(found), transaction, Optional.empty());
    }

    private static Bytes subject(BigInteger caseId) {
        return StructEncoder.untyped().uint(caseId).encoded();
    }
}
