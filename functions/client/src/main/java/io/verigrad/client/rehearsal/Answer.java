package io.verigrad.client.rehearsal;

import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import io.verigrad.x402.PaymentRequirements;
import java.util.List;

/** The body of a runner's answer to a dry run. */
record Answer(
        boolean dryRun,
        String model,
        Hash32 requestHash,
        Assurance assurance,
        List<PaymentRequirements> quote,
        SignedReceipt testReceipt) {}
