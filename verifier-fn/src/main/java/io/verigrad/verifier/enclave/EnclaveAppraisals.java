package io.verigrad.verifier.enclave;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveNonce;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.RecentVerdicts;
import io.verigrad.attestation.Violation;
import io.verigrad.chain.Block;
import io.verigrad.chain.Chain;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.collateral.CollateralService;
import io.verigrad.collateral.Gathered;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.config.Validator;
import io.verigrad.verifier.enclave.EnclaveAppraisal.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Challenges enclaves, appraises their evidence and signs what the EnclaveRegistry wants to see. Blocks. */
@ApplicationScoped
public class EnclaveAppraisals {
    private static final Logger LOG = Logger.getLogger(EnclaveAppraisals.class);

    /** A vendor's service did not give what the evidence needs. */
    static final String COLLATERAL_UNAVAILABLE = "collateral_unavailable";

    private final VerifiedChain chain;
    private final EnclaveAppraiser appraiser;
    private final CollateralService collateral;
    private final Validator validator;
    private final Clock clock;
    private final Results tokens;
    /** Few, since composite evidence is large and the heap is small. */
    private final RecentVerdicts recent = new RecentVerdicts(64, Duration.ofMinutes(1));

    EnclaveAppraisals(
            VerifiedChain chain,
            EnclaveAppraiser appraiser,
            CollateralService collateral,
            Validator validator,
            Clock clock) {
        this.chain = chain;
        this.appraiser = appraiser;
        this.collateral = collateral;
        this.validator = validator;
        this.clock = clock;
        this.tokens = new Results(validator, clock);
    }

    /** A challenge of the latest block. */
    public Challenge challenge() throws ChainUnavailableException {
        Block block = chain.get().latestBlock();
        return new Challenge(
                validator.chain().chainId(),
                validator.chain().enclaveRegistry(),
                validator.chain().settlement(),
                block.number(),
                block.hash(),
                nonce(block.hash()),
                validator.policy().policyId());
    }

    /**
     * Appraises evidence, an envelope in base64, for the operator who will earn with the enclave.
     *
     * @throws ChainUnavailableException if the chain cannot be asked
     */
    public EnclaveAppraisal appraise(String evidence, Address operator) throws ChainUnavailableException {
        EnclaveAppraisal appraisal = decide(evidence, operator);
        LOG.infof("enclave of %s: %s %s", operator, appraisal.status(), appraisal.reasons());
        return appraisal;
    }

    private EnclaveAppraisal decide(String text, Address operator) throws ChainUnavailableException {
        try {
            Evidence evidence = Evidence.parseBase64(text);
            Optional<Block> block = recentBlock(evidence.blockHash());
            if (block.isEmpty()) {
                return refused(
                        EnclaveReason.NONCE_MISMATCH.code(),
                        "expected a nonce of one of the last " + EnclaveNonce.MAX_AGE + " blocks, found one of block "
                                + evidence.blockHash());
            }
            Hash32 nonce = nonce(evidence.blockHash());
            Optional<EnclaveVerdict.Affirming> known = recent.of(evidence, nonce, operator, clock.instant());
            if (known.isPresent()) {
                return affirmed(known.get(), tokens.of(evidence, known.get(), nonce));
            }
            Gathered gathered = gather(evidence);
            Circumstances circumstances = new Circumstances(
                    gathered.collateral(), Instant.ofEpochSecond(block.get().timestamp()), clock);
            EnclaveVerdict verdict = appraiser.appraise(evidence, nonce, operator, circumstances);
            Optional<String> result = tokens.of(evidence, verdict, nonce);
            return switch (verdict) {
                case EnclaveVerdict.Affirming affirming -> {
                    recent.add(evidence, nonce, operator, affirming, clock.instant());
                    yield affirmed(affirming, result);
                }
                case EnclaveVerdict.Contraindicated(List<Violation> violations) ->
                    contraindicated(violations, gathered.problems(), result);
            };
        } catch (EvidenceFormatException e) {
            return refused("evidence_malformed", String.valueOf(e.getMessage()));
        }
    }

    private Gathered gather(Evidence evidence) throws EvidenceFormatException {
        Gathered gathered = collateral.gather(evidence, validator.policy());
        gathered.problems().forEach(problem -> LOG.warnf("collateral: %s", problem.detail()));
        LOG.debugf("collateral: %s", gathered.digests());
        return gathered;
    }

    private Optional<Block> recentBlock(Hash32 blockHash) throws ChainUnavailableException {
        Chain verified = chain.get();
        Optional<Block> block = verified.block(blockHash);
        return block.isPresent()
                        && verified.latestBlock().number() - block.get().number() <= EnclaveNonce.MAX_AGE
                ? block
                : Optional.empty();
    }

    private Hash32 nonce(Hash32 blockHash) {
        return EnclaveNonce.of(
                validator.chain().enclaveRegistry(), validator.chain().chainId(), blockHash);
    }

    private EnclaveAppraisal affirmed(EnclaveVerdict.Affirming verdict, Optional<String> result) {
        EnclaveRegistration registration = verdict.registration();
        return new EnclaveAppraisal(
                Status.AFFIRMING,
                List.of(),
                List.of(),
                Optional.of(registration),
                validator.address(),
                Optional.of(validator.sign(validator.registryDomain(), registration.structHash())),
                Optional.of(verdict.operatorAssurance()),
                result);
    }

    /** What a vendor did not give is a reason of its own: asked again later, the verdict may be another. */
    private EnclaveAppraisal contraindicated(
            List<Violation> violations, List<Gathered.Problem> problems, Optional<String> result) {
        return refused(
                Stream.concat(
                                violations.stream().map(Violation::code),
                                problems.stream().map(problem -> COLLATERAL_UNAVAILABLE))
                        .toList(),
                Stream.concat(
                                violations.stream().map(Violation::detail),
                                problems.stream().map(Gathered.Problem::detail))
                        .toList(),
                result);
    }

    private EnclaveAppraisal refused(String reason, String detail) {
        return refused(List.of(reason), List.of(detail), Optional.empty());
    }

    private EnclaveAppraisal refused(List<String> reasons, List<String> details, Optional<String> result) {
        return new EnclaveAppraisal(
                Status.CONTRAINDICATED,
                reasons,
                details,
                Optional.empty(),
                validator.address(),
                Optional.empty(),
                Optional.empty(),
                result);
    }
}
