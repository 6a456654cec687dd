package io.verigrad.attestation;

import io.verigrad.attestation.CompositeDocument.Part;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.time.Clock;
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
     * Judges one piece of evidence of any format, {@link CompositeDocument#FORMAT} included.
     *
     * @param nonce the nonce it must carry, {@link EnclaveNonce#of} of a block that the caller found on chain
     * @param operator who will earn the operator's share
     * @param circumstances the collateral, the time of that block, and the clock
     * @throws EvidenceFormatException if the document, or one in it, is not of the format it claims
     */
    public EnclaveVerdict appraise(Evidence evidence, Hash32 nonce, Address operator, Circumstances circumstances)
            throws EvidenceFormatException {
        CompositeDocument parts = CompositeDocument.of(evidence);
        List<Violation> violations = new ArrayList<>();
        Optional<GenuinePart> cpu = verify(parts.cpu(), false, circumstances, violations);
        List<GenuinePart> devices = new ArrayList<>();
        for (Part part : parts.devices()) {
            verify(part, true, circumstances, violations).ifPresent(devices::add);
        }
        Judgement judgement = new Judgement(
                policy, evidence.binding(), nonce, circumstances.clock().instant(), violations);
        devices.forEach(judgement::device);
        // Nothing is said of the binding by a machine that is not genuine.
        if (cpu.isEmpty()) {
            return judgement.refusal();
        }
        judgement.devices(parts, devices, cpu.get().format().minimumGpus());
        return judgement.verdict(cpu.get(), devices, operator);
    }

    private Optional<GenuinePart> verify(
            Part part, boolean device, Circumstances circumstances, List<Violation> violations)
            throws EvidenceFormatException {
        Optional<FormatPolicy> format = policy.format(part.format());
        EvidenceVerifier verifier = verifiers.get(part.format());
        if (format.isEmpty() || verifier == null) {
            violations.add(
                    refused(part, EnclaveReason.FORMAT_NOT_ACCEPTED, "the policy does not accept " + part.format()));
            return Optional.empty();
        }
        // A GPU is no enclave, and an enclave is no GPU of another.
        if (verifier.isForDevices() != device) {
            violations.add(refused(
                    part,
                    EnclaveReason.FORMAT_NOT_ACCEPTED,
                    part.format() + (device ? " is no evidence of a device" : " is evidence of a device only")));
            return Optional.empty();
        }
        // A test root proves nothing: outside of development not even its signature is looked at.
        if (verifier.isForDevelopment() && !policy.development()) {
            violations.add(
                    refused(part, EnclaveReason.DEVELOPMENT_EVIDENCE, part.format() + " needs a development policy"));
            return Optional.empty();
        }
        return switch (verifier.verify(part.document(), format.get(), circumstances)) {
            case Verification.NotAuthentic(List<Violation> found) -> {
                found.forEach(violation -> violations.add(violation.in(part.name())));
                yield Optional.empty();
            }
            case Verification.Authentic(Claims claims, List<Violation> objections, Hardware hardware) -> {
                objections.forEach(violation -> violations.add(violation.in(part.name())));
                yield Optional.of(new GenuinePart(part.name(), format.get(), claims, hardware));
            }
        };
    }

    private static Violation refused(Part part, EnclaveReason reason, String detail) {
        return new Violation(reason, detail, part.name());
    }
}
