package io.verigrad.settlement;

import io.verigrad.json.DecimalString;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import java.util.List;

/**
 * The body of {@code judge}.
 *
 * @param caseId the contract's number of the case
 */
record JudgeRequest(@DecimalString long caseId, SignedReceipt receipt, List<SignedRecheck> rechecks) {
    JudgeRequest {
        rechecks = List.copyOf(rechecks);
    }
}
