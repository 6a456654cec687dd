package io.verigrad.verifier.endorsement;

import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.Appraisal;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.config.Validator;
import io.verigrad.verifier.endorsement.Endorsement.Refusal;
import io.verigrad.verifier.endorsement.Endorsement.Status;
import io.verigrad.verifier.receipt.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Signs the root of a batch if this validator affirmed every receipt of it, and else nothing. Blocks. */
@ApplicationScoped
public class Endorsements {
    static final String NOT_AFFIRMED = "not_affirmed";
    static final String DUPLICATE = "duplicate";
    static final String BATCH_EMPTY = "batch_empty";
    static final String BATCH_TOO_LARGE = "batch_too_large";
    static final String APPRAISED_AT_NOT_CURRENT = "appraised_at_not_current";

    private static final Logger LOG = Logger.getLogger(Endorsements.class);
    private static final int MAX_BATCH = 1000;
    /** How far the time of an appraisal may be from ours, in seconds. */
    private static final long WINDOW = 60;

    private final Ledger ledger;
    private final Validator validator;
    private final Clock clock;

    Endorsements(Ledger ledger, Validator validator, Clock clock) {
        this.ledger = ledger;
        this.validator = validator;
        this.clock = clock;
    }

    /**
     * Endorses a batch.
     *
     * @param receiptIds in the order of the batch, which the root depends on
     * @param appraisedAt unix seconds
     */
    public Endorsement endorse(List<Hash32> receiptIds, long appraisedAt) {
        Endorsement endorsement = decide(receiptIds, appraisedAt);
        LOG.infof(
                "batch of %d receipts: %s %s %s",
                receiptIds.size(), endorsement.status(), endorsement.reason().orElse(""), endorsement.refused());
        return endorsement;
    }

    private Endorsement decide(List<Hash32> receiptIds, long appraisedAt) {
        if (receiptIds.isEmpty()) {
            return refused(BATCH_EMPTY);
        }
        if (receiptIds.size() > MAX_BATCH) {
            return refused(BATCH_TOO_LARGE);
        }
        if (!isCurrent(appraisedAt, clock)) {
            return refused(APPRAISED_AT_NOT_CURRENT);
        }
        List<Refusal> refusals = refusals(receiptIds);
        if (!refusals.isEmpty()) {
            return new Endorsement(
                    Status.REFUSED,
                    refusals,
                    Optional.empty(),
                    Optional.empty(),
                    validator.address(),
                    Optional.empty());
        }
        Appraisal appraisal = new Appraisal(
                MerkleTree.of(receiptIds).root(),
                receiptIds.size(),
                validator.policy().digest(),
                appraisedAt);
        return new Endorsement(
                Status.ENDORSED,
                List.of(),
                Optional.empty(),
                Optional.of(appraisal),
                validator.address(),
                Optional.of(validator.sign(validator.settlementDomain(), appraisal.structHash())));
    }

    /** A signature for the future, or for a time when the key's epochs stood otherwise, could be kept for later. */
    static boolean isCurrent(long appraisedAt, Clock clock) {
        return Math.abs(clock.instant().getEpochSecond() - appraisedAt) <= WINDOW;
    }

    private List<Refusal> refusals(List<Hash32> receiptIds) {
        Set<Hash32> affirmed = ledger.affirmedBy(validator.address(), receiptIds);
        Set<Hash32> seen = new HashSet<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Hash32 id : receiptIds) {
            if (!seen.add(id)) {
                refusals.add(new Refusal(id, DUPLICATE));
            } else if (!affirmed.contains(id)) {
                refusals.add(new Refusal(id, NOT_AFFIRMED));
            }
        }
        return refusals;
    }

    private Endorsement refused(String reason) {
        return new Endorsement(
                Status.REFUSED,
                List.of(),
                Optional.of(reason),
                Optional.empty(),
                validator.address(),
                Optional.empty());
    }
}
