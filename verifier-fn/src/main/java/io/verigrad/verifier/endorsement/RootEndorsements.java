package io.verigrad.verifier.endorsement;

import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.ChannelRun;
import io.verigrad.receipt.ReceiptRoot;
import io.verigrad.receipt.RootRequest;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedReceiptRoot;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.verifier.config.Validator;
import io.verigrad.verifier.endorsement.Endorsement.Refusal;
import io.verigrad.verifier.endorsement.Endorsement.Status;
import io.verigrad.verifier.receipt.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Signs an enclave's root over calls of channels if this validator affirmed every receipt under it. Blocks. */
@ApplicationScoped
public class RootEndorsements {
    static final String ROOT_MISMATCH = "root_mismatch";

    private static final Logger LOG = Logger.getLogger(RootEndorsements.class);

    private final Ledger ledger;
    private final Validator validator;
    private final Clock clock;

    RootEndorsements(Ledger ledger, Validator validator, Clock clock) {
        this.ledger = ledger;
        this.validator = validator;
        this.clock = clock;
    }

    /** The calls of one channel under a root, in the order of their places. */
    public record Channel(Hash32 channelId, TokenAmount cumulativeBefore, List<Hash32> receiptIds) {}

    /**
     * Endorses a root.
     *
     * @param channels in the order of the tree
     * @param appraisedAt unix seconds
     */
    public Endorsement endorse(ReceiptRoot root, List<Channel> channels, long appraisedAt) {
        Endorsement endorsement = decide(root, channels, appraisedAt);
        LOG.infof(
                "root of %d receipts: %s %s %s",
                root.count(), endorsement.status(), endorsement.reason().orElse(""), endorsement.refused());
        return endorsement;
    }

    private Endorsement decide(ReceiptRoot root, List<Channel> channels, long appraisedAt) {
        List<Hash32> ids = channels.stream()
                .flatMap(channel -> channel.receiptIds().stream())
                .toList();
        if (ids.isEmpty()
                || channels.stream().anyMatch(channel -> channel.receiptIds().isEmpty())) {
            return refused(List.of(), Optional.of(Endorsements.BATCH_EMPTY));
        }
        if (ids.size() > RootRequest.MAX_RECEIPTS) {
            return refused(List.of(), Optional.of(Endorsements.BATCH_TOO_LARGE));
        }
        if (!Endorsements.isCurrent(appraisedAt, clock)) {
            return refused(List.of(), Optional.of(Endorsements.APPRAISED_AT_NOT_CURRENT));
        }
        List<Refusal> refusals = refusals(ids);
        if (!refusals.isEmpty()) {
            return refused(refusals, Optional.empty());
        }
        Map<Hash32, SignedReceipt> receipts = ledger.receipts(ids);
        List<ChannelRun> runs = new ArrayList<>();
        for (Channel channel : channels) {
            runs.add(new ChannelRun(
                    channel.channelId(),
                    channel.cumulativeBefore(),
                    channel.receiptIds().stream()
                            .map(id -> Optional.ofNullable(receipts.get(id)).orElseThrow())
                            .toList()));
        }
        return isOver(root, runs) ? endorsed(root, appraisedAt) : refused(List.of(), Optional.of(ROOT_MISMATCH));
    }

    /** The sums are recomputed: the contract believes them, and the money that moves is theirs. */
    private boolean isOver(ReceiptRoot root, List<ChannelRun> runs) {
        return runs.stream()
                        .allMatch(run ->
                                run.isOf(validator.settlementDomain(), root.enclaveKey(), root.payTo(), root.asset()))
                && ReceiptRoot.of(ChannelRun.top(runs), root.payTo(), root.asset(), root.enclaveKey(), root.issuedAt())
                        .equals(root);
    }

    private List<Refusal> refusals(List<Hash32> ids) {
        Set<Hash32> affirmed = ledger.affirmedBy(validator.address(), ids);
        Set<Hash32> seen = new HashSet<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Hash32 id : ids) {
            if (!seen.add(id)) {
                refusals.add(new Refusal(id, Endorsements.DUPLICATE));
            } else if (!affirmed.contains(id)) {
                refusals.add(new Refusal(id, Endorsements.NOT_AFFIRMED));
            }
        }
        return refusals;
    }

    private Endorsement endorsed(ReceiptRoot root, long appraisedAt) {
        Appraisal appraisal = new Appraisal(
                SignedReceiptRoot.digest(root, validator.settlementDomain()),
                root.count(),
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

    private Endorsement refused(List<Refusal> refusals, Optional<String> reason) {
        return new Endorsement(
                Status.REFUSED, refusals, reason, Optional.empty(), validator.address(), Optional.empty());
    }
}
