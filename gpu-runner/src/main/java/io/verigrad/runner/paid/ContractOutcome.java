package io.verigrad.runner.paid;

import io.verigrad.receipt.SignedReceipt;

/** What came of a contract's request. */
public sealed interface ContractOutcome {
    /** It was run. */
    record Answered(SignedReceipt receipt, byte[] answer) implements ContractOutcome {}

    /**
     * It was not.
     *
     * @param reason a stable code
     */
    record Declined(String reason) implements ContractOutcome {}
}
