package io.verigrad.verifier.dispute;

import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.dispute.DisputedCase;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.receipt.Verdict;
import io.verigrad.value.Address;
import io.verigrad.verifier.config.ChainSettings;
import io.verigrad.verifier.config.Validator;
import io.verigrad.verifier.config.VerifierConfig;
import io.verigrad.verifier.dispute.Judgment.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Judges cases of the Disputes contract and signs what it makes of them. Blocks. */
@ApplicationScoped
public class Judgments {
    private static final Logger LOG = Logger.getLogger(Judgments.class);

    private final VerifiedChain chain;
    private final Validator validator;
    private final Optional<Address> contract;
    private final CaseJudge judge;

    Judgments(VerifiedChain chain, Validator validator, ChainSettings settings, VerifierConfig config, Clock clock) {
        this.chain = chain;
        this.validator = validator;
        this.contract = settings.disputes().map(Address::parse);
        Set<Address> believed = config.recheckOperators().orElse(List.of()).stream()
                .map(Address::parse)
                .collect(Collectors.toUnmodifiableSet());
        this.judge = new CaseJudge(
                validator.settlementDomain(),
                new Recheckers(validator.policy(), believed, key -> chain.get().keyEpoch(key)),
                clock);
    }

    /**
     * Judges a case on a receipt.
     *
     * @param caseId the contract's number of the case
     * @param rechecks signed by other enclaves
     * @throws ChainUnavailableException if the chain cannot be asked
     */
    public Judgment judge(long caseId, SignedReceipt receipt, List<SignedRecheck> rechecks)
            throws ChainUnavailableException {
        Judgment judgment = decide(caseId, receipt, rechecks);
        LOG.infof(
                "case %d: %s %s",
                caseId,
                judgment.upheld().map(upheld -> upheld ? "upheld" : "rejected").orElse("no verdict"),
                judgment.reasons());
        return judgment;
    }

    private Judgment decide(long caseId, SignedReceipt receipt, List<SignedRecheck> rechecks)
            throws ChainUnavailableException {
        if (contract.isEmpty()) {
            return refused(caseId, Finding.Undecided.of(JudgeReason.DISPUTES_NOT_CONFIGURED));
        }
        Optional<DisputedCase> open = chain.get().disputes(contract.get()).find(BigInteger.valueOf(caseId));
        if (open.isEmpty()) {
            return refused(caseId, Finding.Undecided.of(JudgeReason.CASE_NOT_OPEN));
        }
        return switch (judge.judge(open.get(), receipt, rechecks)) {
            case Finding.Decided(boolean upheld) ->
                judged(caseId, Verdict.on(open.get().id(), open.get().subject(), upheld), contract.get());
            case Finding.Undecided undecided -> refused(caseId, undecided);
        };
    }

    private Judgment judged(long caseId, Verdict verdict, Address disputes) {
        TypedDataDomain domain = TypedDataDomain.verigrad(validator.chain().chainId(), disputes);
        return new Judgment(
                Status.JUDGED,
                caseId,
                List.of(),
                Optional.of(verdict.upheld()),
                Optional.of(verdict.reasonDigest()),
                validator.address(),
                Optional.of(validator.sign(domain, verdict.structHash())));
    }

    private Judgment refused(long caseId, Finding.Undecided why) {
        return new Judgment(
                Status.REFUSED,
                caseId,
                why.reasons().stream().map(JudgeReason::code).toList(),
                Optional.empty(),
                Optional.empty(),
                validator.address(),
                Optional.empty());
    }
}
