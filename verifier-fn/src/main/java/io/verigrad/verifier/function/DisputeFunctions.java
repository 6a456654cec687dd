package io.verigrad.verifier.function;

import io.quarkus.funqy.Funq;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.json.DecimalString;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.verifier.dispute.Judgment;
import io.verigrad.verifier.dispute.Judgments;
import java.util.List;

/** What whoever carries a case to its end asks validators. */
public class DisputeFunctions {
    private final Judgments judgments;

    DisputeFunctions(Judgments judgments) {
        this.judgments = judgments;
    }

    /** Judges a case on a receipt, and signs the verdict. Safe to repeat. */
    @Funq
    public Judgment judge(DisputedReceipt body) throws ChainUnavailableException {
        return judgments.judge(body.caseId(), body.receipt(), body.rechecks());
    }

    /**
     * The body of {@code judge}.
     *
     * @param caseId the number that the Disputes contract gave the case
     * @param rechecks the verdicts of other enclaves on the receipt
     */
    public record DisputedReceipt(@DecimalString long caseId, SignedReceipt receipt, List<SignedRecheck> rechecks) {}
}
