package io.verigrad.client.rehearsal;

import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import io.verigrad.x402.PaymentRequirements;
import java.util.List;

/**
 * What a runner says about a call that did not run.
 *
 * @param requestHash what the receipt of the call will name; it was computed here too
 * @param assurance the level that the call would have at least
 * @param quote the ways to pay, with the most that each takes
 * @param testReceipt good for nothing: signed under a domain of its own, it shows which key would sign
 */
public record Rehearsal(
        String model,
        Hash32 requestHash,
        Assurance assurance,
        List<PaymentRequirements> quote,
        SignedReceipt testReceipt) {
    public Rehearsal {
        quote = List.copyOf(quote);
    }
}
