package io.verigrad.attestation;

import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges evidence of any format by one policy (RFC 9334, section 8.5). */
public final class EnclaveAppraiser {
    private final AppraisalPolicy policy;
    private final Map<String, EvidenceVerifier> verifiers;

    public EnclaveAppraiser(AppraisalPolicy policy, Collection<? extends EvidenceVerifier> verifiers) {
        this.policy = policy;
        this.verifiers =
                verifiers.stream().collect(Collectors.toUnmodifiableMap(EvidenceVerifier::format, Function.identity()));
    }

    /**
     * Judges one piece of evidence of a format that needs no collateral and has its own time.
     *
     * @param nonce the nonce it must carry, {@link EnclaveNonce#of} of a block that the caller found on chain
     * @param operator who will earn the operator's share
     * @throws EvidenceFormatException if the document is not of the format it claims
     */
    public EnclaveVerdict appraise(Evidence evidence, Hash32 nonce, Address operator, Clock clock)
            throws EvidenceFormatException {
        return appraise(evidence, nonce, operator, Circumstances.at(clock));
    }

    /**
     * Judges one piece of evidence of any format.
     *
     * @param nonce the nonce it must carry, {@link EnclaveNonce#of} of a block that the caller found on chain
     * @param operator who will earn the operator's share
     * @param circumstances the collateral, the time of that block, and the clock
     * @throws EvidenceFormatException if the document is not of the format it claims
     */
    public EnclaveVerdict appraise(Evidence evidence, Hash32 nonce, Address operator, Circumstances circumstances)
            throws EvidenceFormatException {
        Optional<FormatPolicy> format = policy.format(evidence.format());
        EvidenceVerifier verifier = verifiers.get(evidence.format());
        if (format.isEmpty() || verifier == null) {
            return refused(EnclaveReason.FORMAT_NOT_ACCEPTED, "the policy does not accept " + evidence.format());
        }
        // A test root proves nothing: outside of development not even its signature is looked at.
        if (verifier.isForDevelopment() && !policy.development()) {
            return refused(EnclaveReason.DEVELOPMENT_EVIDENCE, evidence.format() + " needs a development policy");
        }
        return switch (verifier.verify(evidence.document(), format.get(), circumstances)) {
            case Verification.NotAuthentic(List<Violation> violations) ->
                new EnclaveVerdict.Contraindicated(violations);
            case Verification.Authentic(Claims claims, List<Violation> objections) ->
                new Judgement(claims, objections, evidence.binding(), format.get())
                        .verdict(nonce, operator, circumstances.clock().instant());
        };
    }

    private static EnclaveVerdict refused(EnclaveReason reason, String detail) {
        return new EnclaveVerdict.Contraindicated(List.of(new Violation(reason, detail)));
    }

    /** The checks on authentic claims: all of them, so that an operator sees every problem at once. */
    private final class Judgement {
        private final Claims claims;
        private final Binding binding;
        private final FormatPolicy format;
        private final List<Violation> violations;

        private Judgement(Claims claims, List<Violation> objections, Binding binding, FormatPolicy format) {
            this.claims = claims;
            this.violations = new ArrayList<>(objections);
            this.binding = binding;
            this.format = format;
        }

        private EnclaveVerdict verdict(Hash32 nonce, Address operator, Instant now) {
            Optional<MeasurementSet> measured = format.match(claims.measurements());
            require(
                    measured.isPresent(),
                    EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                    "no allowed set matches " + claims.measurements());
            require(!claims.debug(), EnclaveReason.DEBUG_MODE, "the machine ran in debug mode");
            checkTime(now);
            checkBinding(nonce);
            require(!operator.isZero(), EnclaveReason.OPERATOR_MISSING, "the operator is the zero address");
            Instant until = earlier(claims.madeAt().plus(policy.epochLifetime()), claims.expiresAt());
            require(
                    until.getEpochSecond() > claims.madeAt().getEpochSecond(),
                    EnclaveReason.EPOCH_EMPTY,
                    "made at " + claims.madeAt() + ", its certificates end at " + claims.expiresAt());
            if (!violations.isEmpty()) {
                return new EnclaveVerdict.Contraindicated(violations);
            }
            MeasurementSet set = measured.orElseThrow();
            return new EnclaveVerdict.Affirming(registration(set, operator, until), binding, set.name());
        }

        private void checkTime(Instant now) {
            Duration age = Duration.between(claims.madeAt(), now);
            require(
                    age.compareTo(policy.evidenceMaxAge()) <= 0,
                    EnclaveReason.EVIDENCE_STALE,
                    "made " + age + " ago, expected at most " + policy.evidenceMaxAge());
            require(
                    age.negated().compareTo(policy.clockSkew()) <= 0,
                    EnclaveReason.EVIDENCE_FROM_FUTURE,
                    "made " + age.negated() + " after now, expected at most " + policy.clockSkew());
        }

        private void checkBinding(Hash32 nonce) {
            requireEqual(policy.policyId().bytes(), binding.policyId().bytes(), EnclaveReason.POLICY_MISMATCH);
            if (claims.reportData().size() > 0) {
                // All of it: nonce and keys are inside the hash, so a wrong one of either shows here.
                Bytes expected =
                        claims.reportData().size() == 32 ? binding.hash(nonce).bytes() : binding.reportData(nonce);
                requireEqual(expected, claims.reportData(), EnclaveReason.BINDING_MISMATCH);
                return;
            }
            requireEqual(nonce.bytes(), claims.nonce(), EnclaveReason.NONCE_MISMATCH);
            requireEqual(binding.receiptKey(), claims.receiptKey(), EnclaveReason.KEY_MISMATCH);
            // Over the nonce of the evidence: a wrong nonce is reported above, once.
            Bytes bound = claims.nonce().size() == 32
                    ? binding.hash(new Hash32(claims.nonce())).bytes()
                    : Bytes.EMPTY;
            requireEqual(bound, claims.bindHash(), EnclaveReason.BINDING_MISMATCH);
        }

        private EnclaveRegistration registration(MeasurementSet set, Address operator, Instant until) {
            return new EnclaveRegistration(
                    binding.enclaveKey(),
                    set.id(),
                    claims.signedDigest(),
                    policy.digest(),
                    operator,
                    format.maxAssurance(),
                    claims.madeAt().getEpochSecond(),
                    until.getEpochSecond());
        }

        private void requireEqual(Bytes expected, Bytes found, EnclaveReason reason) {
            // An absent value never passes: missing means reject.
            require(found.size() > 0 && expected.equals(found), reason, "expected " + expected + ", found " + found);
        }

        private void require(boolean holds, EnclaveReason reason, String detail) {
            if (!holds) {
                violations.add(new Violation(reason, detail));
            }
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
