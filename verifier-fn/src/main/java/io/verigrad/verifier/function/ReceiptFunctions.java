package io.verigrad.verifier.function;

import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.endorsement.Endorsement;
import io.verigrad.verifier.endorsement.Endorsements;
import io.verigrad.verifier.receipt.ReceiptAppraisals;
import java.util.List;

/** Receipts as events, and batches of them. */
public class ReceiptFunctions {
    private final ReceiptAppraisals appraisals;
    private final Endorsements endorsements;

    ReceiptFunctions(ReceiptAppraisals appraisals, Endorsements endorsements) {
        this.appraisals = appraisals;
        this.endorsements = endorsements;
    }

    /** The attested event of a Knative broker; the answer is the appraised event. */
    @Funq
    @CloudEventMapping(
            trigger = InferenceAttested.TYPE,
            responseSource = "verifier-fn",
            responseType = InferenceAppraised.TYPE)
    public InferenceAppraised appraise(InferenceAttested event) throws ChainUnavailableException {
        return appraisals.appraise(event.receipt());
    }

    @Funq
    public Endorsement endorse(ProposedBatch batch) {
        return endorsements.endorse(batch.receiptIds(), batch.appraisedAt());
    }

    /**
     * The body of {@code endorse}.
     *
     * @param receiptIds in the order of the batch
     * @param appraisedAt unix seconds
     */
    public record ProposedBatch(
            List<Hash32> receiptIds, @DecimalString long appraisedAt) {}
}
