package io.verigrad.attestation;

import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The checks on authentic claims: all of them, so that an operator sees every problem at once. */
final class Judgement {
    private final AppraisalPolicy policy;
    private final Binding binding;
    private final Hash32 nonce;
    private final Instant now;
    private final List<Violation> violations;

    Judgement(AppraisalPolicy policy, Binding binding, Hash32 nonce, Instant now, List<Violation> violations) {
        this.policy = policy;
        this.binding = binding;
        this.nonce = nonce;
        this.now = now;
        this.violations = new ArrayList<>(violations);
    }

    EnclaveVerdict refusal() {
        return new EnclaveVerdict.Contraindicated(violations);
    }

    /** Checks what one device says; measurements only if the policy lists some, as the manifests bind them. */
    void device(GenuinePart part) {
        Claims claims = part.claims();
        require(
                part.format().measurements().isEmpty()
                        || part.format().match(claims.measurements()).isPresent(),
                EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                "no allowed set matches",
                part.name());
        checkTime(claims, part.name());
        requireEqual(
                DeviceNonce.of(nonce, binding.receiptKey()).bytes(),
                claims.nonce(),
                EnclaveReason.NONCE_MISMATCH,
                part.name());
    }

    /** Checks that the devices are those that the enclave binds, that they differ, and that there are enough. */
    void devices(CompositeDocument parts, List<GenuinePart> devices, int minimum) {
        if (parts.devices().isEmpty()) {
            require(
                    binding.deviceHash().bytes().isZero(),
                    CompositeReason.DEVICE_EVIDENCE_MISSING,
                    "the enclave binds devices with the hash " + binding.deviceHash(),
                    "");
        } else {
            requireEqual(
                    parts.deviceHash().bytes(), binding.deviceHash().bytes(), CompositeReason.DEVICE_HASH_MISMATCH, "");
        }
        Set<String> seen = new HashSet<>();
        for (GenuinePart device : devices) {
            for (String id : device.hardware().ids()) {
                require(seen.add(id), CompositeReason.DEVICE_TWICE, id + " is there already", device.name());
            }
        }
        int gpus = devices.stream().mapToInt(device -> device.hardware().gpus()).sum();
        require(gpus >= minimum, CompositeReason.TOO_FEW_GPUS, "expected " + minimum + " or more, found " + gpus, "");
    }

    EnclaveVerdict verdict(GenuinePart cpu, List<GenuinePart> devices, Address operator) {
        Claims claims = cpu.claims();
        Optional<MeasurementSet> measured = cpu.format().match(claims.measurements());
        require(
                measured.isPresent(),
                EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                "no allowed set matches " + claims.measurements(),
                cpu.name());
        require(!claims.debug(), EnclaveReason.DEBUG_MODE, "the machine ran in debug mode", cpu.name());
        checkTime(claims, cpu.name());
        checkBinding(claims, cpu.name());
        require(!operator.isZero(), EnclaveReason.OPERATOR_MISSING, "the operator is the zero address", "");
        Instant end = parts(cpu, devices)
                .map(part -> part.claims().expiresAt())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant until = earlier(claims.madeAt().plus(policy.epochLifetime()), end);
        require(
                until.getEpochSecond() > claims.madeAt().getEpochSecond(),
                EnclaveReason.EPOCH_EMPTY,
                "made at " + claims.madeAt() + ", what it needs ends at " + end,
                "");
        if (!violations.isEmpty()) {
            return refusal();
        }
        MeasurementSet set = measured.orElseThrow();
        // Who holds the processor holds its devices, and a device of somebody else needs other software in the enclave.
        return new EnclaveVerdict.Affirming(
                registration(cpu, devices, set, operator, until),
                binding,
                set.name(),
                cpu.hardware().assurance(),
                parts(cpu, devices)
                        .map(part -> part.claims().madeAt().plus(policy.evidenceMaxAge()))
                        .reduce(until, Judgement::earlier));
    }

    private static Stream<GenuinePart> parts(GenuinePart cpu, List<GenuinePart> devices) {
        return Stream.concat(Stream.of(cpu), devices.stream());
    }

    private void checkTime(Claims claims, String part) {
        Duration age = Duration.between(claims.madeAt(), now);
        require(
                age.compareTo(policy.evidenceMaxAge()) <= 0,
                EnclaveReason.EVIDENCE_STALE,
                "made " + age + " ago, expected at most " + policy.evidenceMaxAge(),
                part);
        require(
                age.negated().compareTo(policy.clockSkew()) <= 0,
                EnclaveReason.EVIDENCE_FROM_FUTURE,
                "made " + age.negated() + " after now, expected at most " + policy.clockSkew(),
                part);
    }

    private void checkBinding(Claims claims, String part) {
        requireEqual(policy.policyId().bytes(), binding.policyId().bytes(), EnclaveReason.POLICY_MISMATCH, part);
        if (claims.reportData().size() > 0) {
            // All of it: nonce and keys are inside the hash, so a wrong one of either shows here.
            Bytes expected =
                    claims.reportData().size() == 32 ? binding.hash(nonce).bytes() : binding.reportData(nonce);
            requireEqual(expected, claims.reportData(), EnclaveReason.BINDING_MISMATCH, part);
            return;
        }
        requireEqual(nonce.bytes(), claims.nonce(), EnclaveReason.NONCE_MISMATCH, part);
        requireEqual(binding.receiptKey(), claims.receiptKey(), EnclaveReason.KEY_MISMATCH, part);
        // Over the nonce of the evidence: a wrong nonce is reported above, once.
        Bytes bound = claims.nonce().size() == 32
                ? binding.hash(new Hash32(claims.nonce())).bytes()
                : Bytes.EMPTY;
        requireEqual(bound, claims.bindHash(), EnclaveReason.BINDING_MISMATCH, part);
    }

    private EnclaveRegistration registration(
            GenuinePart cpu, List<GenuinePart> devices, MeasurementSet set, Address operator, Instant until) {
        Assurance assurance = parts(cpu, devices)
                .map(part -> part.format().maxAssurance())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new EnclaveRegistration(
                binding.enclaveKey(),
                set.id(),
                cpu.claims().signedDigest(),
                policy.digest(),
                operator,
                assurance,
                cpu.claims().madeAt().getEpochSecond(),
                until.getEpochSecond());
    }

    private void requireEqual(Bytes expected, Bytes found, Reason reason, String part) {
        // An absent value never passes: missing means reject.
        require(found.size() > 0 && expected.equals(found), reason, "expected " + expected + ", found " + found, part);
    }

    private void require(boolean holds, Reason reason, String detail, String part) {
        if (!holds) {
            violations.add(new Violation(reason, detail, part));
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
