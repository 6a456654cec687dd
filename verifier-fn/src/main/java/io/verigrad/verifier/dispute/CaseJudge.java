package io.verigrad.verifier.dispute;

import io.verigrad.chain.dispute.CaseState;
import io.verigrad.chain.dispute.DisputedCase;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides a case on a receipt by signed rechecks. One that does not count keeps the validator from a verdict, as does a
 * second one that says otherwise: stake is not taken on half of what is on the table.
 */
final class CaseJudge {
    /** Each costs a look at the chain. */
    static final int MAX_RECHECKS = 16;

    private final TypedDataDomain settlement;
    private final Recheckers recheckers;
    private final Clock clock;

    CaseJudge(TypedDataDomain settlement, Recheckers recheckers, Clock clock) {
        this.settlement = settlement;
        this.recheckers = recheckers;
        this.clock = clock;
    }

    Finding judge(DisputedCase open, SignedReceipt receipt, List<SignedRecheck> rechecks)
            throws ChainUnavailableException {
        Instant now = clock.instant();
        if (open.state() != CaseState.OPEN || now.getEpochSecond() > open.deadline()) {
            return Finding.Undecided.of(JudgeReason.CASE_NOT_OPEN);
        }
        // The contract took the receipt under its own domain; with another one the id would be of something else.
        if (!receipt.domain().equals(settlement)
                || !receipt.id().equals(open.subject())
                || !receipt.receipt().enclaveKey().equals(open.enclaveKey())) {
            return Finding.Undecided.of(JudgeReason.SUBJECT_MISMATCH);
        }
        if (rechecks.isEmpty()) {
            return Finding.Undecided.of(JudgeReason.NO_RECHECK);
        }
        if (rechecks.size() > MAX_RECHECKS) {
            return Finding.Undecided.of(JudgeReason.TOO_MANY_RECHECKS);
        }
        List<JudgeReason> objections = new ArrayList<>();
        for (SignedRecheck recheck : rechecks) {
            Optional<JudgeReason> objection = recheckers.objection(recheck, receipt, open, now);
            objection.filter(reason -> !objections.contains(reason)).ifPresent(objections::add);
        }
        return objections.isEmpty() ? decide(rechecks) : new Finding.Undecided(objections);
    }

    private static Finding decide(List<SignedRecheck> rechecks) {
        Set<RecheckOutcome> outcomes = EnumSet.noneOf(RecheckOutcome.class);
        rechecks.forEach(recheck -> outcomes.add(recheck.recheck().outcome()));
        if (outcomes.contains(RecheckOutcome.INCONCLUSIVE)) {
            return Finding.Undecided.of(JudgeReason.RECHECK_INCONCLUSIVE);
        }
        boolean different = outcomes.remove(RecheckOutcome.DIFFERENT);
        return different && !outcomes.isEmpty()
                ? Finding.Undecided.of(JudgeReason.RECHECKS_DISAGREE)
                : new Finding.Decided(different);
    }
}
