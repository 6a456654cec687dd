package io.verigrad.client.recheck;

import io.verigrad.client.CallOutcome;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;

/** What came of asking for a recheck. */
public sealed interface RecheckResult {
    /**
     * The second runner ran the request and signed what it found.
     *
     * @param by the receipt of the recheck itself: whose verdict it is, and what it cost
     */
    record Judged(SignedRecheck verdict, SignedReceipt by) implements RecheckResult {}

    /** There is no answer that could hold a verdict. */
    record NotAnswered(CallOutcome outcome) implements RecheckResult {}

    /** The answer holds no verdict on this receipt that the answering enclave signed. */
    record NotAVerdict(String problem) implements RecheckResult {}
}
