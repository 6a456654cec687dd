package io.verigrad.verifier.function;

import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.DecimalString;
import io.verigrad.receipt.ReceiptRoot;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.bus.AppraisedEvents;
import io.verigrad.verifier.endorsement.Endorsement;
import io.verigrad.verifier.endorsement.Endorsements;
import io.verigrad.verifier.endorsement.RequestEndorsements;
import io.verigrad.verifier.endorsement.RootEndorsements;
import io.verigrad.verifier.receipt.ReceiptAppraisals;
import io.verigrad.verifier.receipt.Replay;
import io.verigrad.verifier.receipt.Replay.Replayed;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/** Receipts as events, and batches of them. */
public class ReceiptFunctions {
    private static final Duration PUBLISHED_WITHIN = Duration.ofSeconds(10);
    private static final int MAX_REPLAY = 1000;

    private final ReceiptAppraisals appraisals;
    private final AppraisedEvents appraised;
    private final Replay replay;
    private final Endorsements endorsements;
    private final RequestEndorsements requests;
    private final RootEndorsements roots;

    ReceiptFunctions(
            ReceiptAppraisals appraisals,
            AppraisedEvents appraised,
            Replay replay,
            Endorsements endorsements,
            RequestEndorsements requests,
            RootEndorsements roots) {
        this.appraisals = appraisals;
        this.replay = replay;
        this.appraised = appraised;
        this.endorsements = endorsements;
        this.requests = requests;
        this.roots = roots;
    }

    /**
     * The attested event of a Knative broker; the answer is the appraised event. On Lambda nobody takes the answer, and
     * the event goes to Kafka.
     */
    @Funq
    @CloudEventMapping(
            trigger = InferenceAttested.TYPE,
            responseSource = "verifier-fn",
            responseType = InferenceAppraised.TYPE)
    public InferenceAppraised appraise(InferenceAttested event) throws ChainUnavailableException {
        InferenceAppraised verdict = appraisals.appraise(event.receipt());
        appraised.publish(verdict).await().atMost(PUBLISHED_WITHIN);
        return verdict;
    }

    /** Appraises again what could not be appraised. For operators; safe to repeat. */
    @Funq
    public Replayed replay(Backlog backlog) throws ChainUnavailableException {
        Replayed replayed = replay.run(Math.clamp(backlog.limit(), 1, MAX_REPLAY));
        for (InferenceAppraised verdict : replayed.appraised()) {
            appraised.publish(verdict).await().atMost(PUBLISHED_WITHIN);
        }
        return replayed;
    }

    @Funq
    public Endorsement endorse(ProposedBatch batch) {
        return endorsements.endorse(batch.receiptIds(), batch.appraisedAt());
    }

    /** Endorses the answer to a contract's request, which settles with that contract and in no batch. */
    @Funq("endorse-request")
    public Endorsement endorseRequest(AnsweredRequest body) throws ChainUnavailableException {
        return requests.endorse(body.receipt(), BigInteger.valueOf(body.requestId()), body.host(), body.appraisedAt());
    }

    /** Endorses an enclave's root over calls of channels, which are claimed together. */
    @Funq("endorse-root")
    public Endorsement endorseRoot(ProposedRoot body) {
        return roots.endorse(body.root(), body.channels(), body.appraisedAt());
    }

    /**
     * The body of {@code endorse-root}.
     *
     * @param channels in the order of the tree
     * @param appraisedAt unix seconds
     */
    public record ProposedRoot(
            ReceiptRoot root,
            List<RootEndorsements.Channel> channels,
            @DecimalString long appraisedAt) {}

    /**
     * The body of {@code endorse-request}.
     *
     * @param requestId the contract's number for it
     * @param host whose vault the receipt names
     * @param appraisedAt unix seconds
     */
    public record AnsweredRequest(
            @DecimalString long requestId,
            Address host,
            SignedReceipt receipt,
            @DecimalString long appraisedAt) {}

    /**
     * The body of {@code replay}.
     *
     * @param limit how many receipts to take, 1 to {@value #MAX_REPLAY}
     */
    public record Backlog(int limit) {}

    /**
     * The body of {@code endorse}.
     *
     * @param receiptIds in the order of the batch
     * @param appraisedAt unix seconds
     */
    public record ProposedBatch(
            List<Hash32> receiptIds, @DecimalString long appraisedAt) {}
}
