package io.verigrad.client.attestation;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.CompositeDocument;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.collateral.CollateralService;
import io.verigrad.collateral.EvidenceFormats;
import io.verigrad.collateral.Gathered;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges evidence as a validator does, by a policy of one's own. Blocks while collateral is fetched; safe for many threads.
 */
public final class EvidenceCheck {
    /** Registrations name who earns; a client does not care, and the appraiser wants somebody. */
    private static final Address NOBODY = Address.parse("0x0000000000000000000000000000000000000001");

    /** Evidence that answers to another nonce or speaks for other keys is somebody else's. */
    private static final Set<String> BINDING = Set.of(
            EnclaveReason.NONCE_MISMATCH.code(),
            EnclaveReason.KEY_MISMATCH.code(),
            EnclaveReason.BINDING_MISMATCH.code());

    private final AppraisalPolicy policy;
    private final CollateralService collateral;
    private final EnclaveAppraiser appraiser;
    private final Clock clock;

    public EvidenceCheck(AppraisalPolicy policy, CollateralService collateral, Clock clock) {
        this.policy = policy;
        this.collateral = collateral;
        this.clock = clock;
        this.appraiser = new EnclaveAppraiser(policy, EvidenceFormats.verifiers());
    }

    /** What evidence must be bound to besides. */
    public Hash32 policyId() {
        return policy.policyId();
    }

    /**
     * Judges one piece of evidence.
     *
     * @param nonce what it must answer to
     * @param challengedAt when the nonce was made, for formats without a time of their own
     */
    public EvidenceOutcome check(Evidence evidence, Hash32 nonce, Instant challengedAt) {
        try {
            Gathered gathered = collateral.gather(evidence, policy);
            Circumstances circumstances = new Circumstances(gathered.collateral(), challengedAt, clock);
            return switch (appraiser.appraise(evidence, nonce, NOBODY, circumstances)) {
                case EnclaveVerdict.Affirming affirming ->
                    new EvidenceOutcome.Accepted(
                            affirming.registration(),
                            affirming.binding(),
                            affirming.measurementSetName(),
                            affirming.operatorAssurance());
                case EnclaveVerdict.Contraindicated(List<Violation> violations) ->
                    refused(evidence, violations, gathered, circumstances);
            };
        } catch (EvidenceFormatException e) {
            return new EvidenceOutcome.Malformed(String.valueOf(e.getMessage()));
        }
    }

    private EvidenceOutcome refused(
            Evidence evidence, List<Violation> violations, Gathered gathered, Circumstances circumstances)
            throws EvidenceFormatException {
        boolean lacking =
                violations.stream().allMatch(violation -> violation.reason().lacksCollateral());
        if (lacking && !gathered.problems().isEmpty()) {
            return new EvidenceOutcome.Undecided(
                    violations,
                    gathered.problems().stream().map(Gathered.Problem::detail).toList());
        }
        boolean authentic = isAuthentic(evidence, circumstances)
                && violations.stream().map(Violation::code).noneMatch(BINDING::contains);
        return authentic ? new EvidenceOutcome.NotAcceptable(violations) : new EvidenceOutcome.NotAuthentic(violations);
    }

    private boolean isAuthentic(Evidence evidence, Circumstances circumstances) throws EvidenceFormatException {
        CompositeDocument machine = CompositeDocument.of(evidence);
        for (CompositeDocument.Part device : machine.devices()) {
            if (!isAuthentic(device, circumstances)) {
                return false;
            }
        }
        return isAuthentic(machine.cpu(), circumstances);
    }

    /** A format that the policy or this program does not know cannot be called forged. */
    private boolean isAuthentic(CompositeDocument.Part part, Circumstances circumstances)
            throws EvidenceFormatException {
        Optional<FormatPolicy> format = policy.format(part.format());
        Optional<EvidenceVerifier> verifier = EvidenceFormats.verifiers().stream()
                .filter(each -> each.format().equals(part.format()))
                .findFirst();
        return format.isEmpty()
                || verifier.isEmpty()
                || verifier.get().verify(part.document(), format.get(), circumstances)
                        instanceof Verification.Authentic;
    }
}
