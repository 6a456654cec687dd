package io.verigrad.verifier.endorsement;

import io.verigrad.attestation.receipt.ReceiptVerdict;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.config.Validator;
import io.verigrad.verifier.endorsement.Endorsement.Refusal;
import io.verigrad.verifier.endorsement.Endorsement.Status;
import io.verigrad.verifier.receipt.RequestAppraisals;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Signs the answer to one contract's request, as a batch of one, if it affirms the receipt. Blocks. */
@ApplicationScoped
public class RequestEndorsements {
    static final String REQUEST_NOT_OPEN = "request_not_open";

    private static final Logger LOG = Logger.getLogger(RequestEndorsements.class);

    private final RequestAppraisals appraisals;
    private final Validator validator;
    private final Clock clock;

    RequestEndorsements(RequestAppraisals appraisals, Validator validator, Clock clock) {
        this.appraisals = appraisals;
        this.validator = validator;
        this.clock = clock;
    }

    /**
     * Endorses an answer.
     *
     * @param host whose vault the receipt names
     * @param appraisedAt unix seconds
     */
    public Endorsement endorse(SignedReceipt receipt, BigInteger requestId, Address host, long appraisedAt)
            throws ChainUnavailableException {
        Endorsement endorsement = decide(receipt, requestId, host, appraisedAt);
        LOG.infof(
                "answer to request %s: %s %s %s",
                requestId, endorsement.status(), endorsement.reason().orElse(""), endorsement.refused());
        return endorsement;
    }

    private Endorsement decide(SignedReceipt receipt, BigInteger requestId, Address host, long appraisedAt)
            throws ChainUnavailableException {
        if (!Endorsements.isCurrent(appraisedAt, clock)) {
            return refused(List.of(), Optional.of(Endorsements.APPRAISED_AT_NOT_CURRENT));
        }
        Optional<ReceiptVerdict> verdict = appraisals.appraise(receipt, requestId, host);
        if (verdict.isEmpty()) {
            return refused(List.of(), Optional.of(REQUEST_NOT_OPEN));
        }
        return switch (verdict.get()) {
            case ReceiptVerdict.Affirming affirming -> endorsed(affirming.receiptId(), appraisedAt);
            case ReceiptVerdict.Contraindicated refused ->
                refused(
                        refused.codes().stream()
                                .map(code -> new Refusal(refused.receiptId(), code))
                                .toList(),
                        Optional.empty());
        };
    }

    private Endorsement endorsed(Hash32 receiptId, long appraisedAt) {
        Appraisal appraisal = new Appraisal(receiptId, 1, validator.policy().digest(), appraisedAt);
        return new Endorsement(
                Status.ENDORSED,
                List.of(),
                Optional.empty(),
                Optional.of(appraisal),
                validator.address(),
                Optional.of(validator.sign(validator.settlementDomain(), appraisal.structHash())));
    }

    private Endorsement refused(List<Refusal> refusals, Optional<String> reason) {
        return new Endorsement(
                Status.REFUSED, refusals, reason, Optional.empty(), validator.address(), Optional.empty());
    }
}
