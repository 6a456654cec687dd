package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.NvidiaRules;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.x509.CertificateProfile;
import io.verigrad.attestation.x509.RevocationCheck;
import io.verigrad.attestation.x509.StatusAnswers;
import io.verigrad.value.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The manifests in the collateral, of which only authentic ones are given out. */
final class RimLibrary {
    private final NvidiaRules rules;
    private final Circumstances circumstances;
    private final StatusAnswers status;
    private final List<Rim> manifests = new ArrayList<>();
    private final List<Violation> malformed = new ArrayList<>();

    RimLibrary(NvidiaRules rules, Circumstances circumstances, StatusAnswers status) {
        this.rules = rules;
        this.circumstances = circumstances;
        this.status = status;
        for (Bytes xml : circumstances.collateral().documents(CollateralDocument.Kind.NVIDIA_RIM)) {
            try {
                manifests.add(Rim.parse(xml));
            } catch (CollateralFormatException e) {
                malformed.add(new Violation(NvidiaReason.RIM_MALFORMED, String.valueOf(e.getMessage())));
            }
        }
    }

    /**
     * What was found for one version.
     *
     * @param authentic manifests that may be believed until {@code validUntil}
     * @param violations why there is none, empty if there is one
     */
    record Found(List<Rim> authentic, Instant validUntil, List<Violation> violations) {
        Found {
            authentic = List.copyOf(authentic);
            violations = List.copyOf(violations);
        }
    }

    Found find(String what, String version, String product) {
        List<Rim> authentic = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        Instant until = Instant.MAX;
        for (Rim rim : manifests) {
            // Boards of several kinds have VBIOSes of one version: the measurements tell whose manifest it is.
            if (rim.version().equalsIgnoreCase(version) && rim.product().equals(product)) {
                Found one = verify(rim, what + " " + version);
                authentic.addAll(one.authentic());
                violations.addAll(one.violations());
                until = one.validUntil().isBefore(until) ? one.validUntil() : until;
            }
        }
        if (!authentic.isEmpty()) {
            return new Found(authentic, until, List.of());
        }
        if (violations.isEmpty()) {
            violations.add(new Violation(
                    NvidiaReason.RIM_MISSING, "no manifest of " + what + " " + version + " for " + product));
            violations.addAll(malformed);
        }
        return new Found(List.of(), until, violations);
    }

    private Found verify(Rim rim, String what) {
        List<Violation> violations = new ArrayList<>();
        rim.chain().verify(rules.rimRoots(), CertificateProfile.P384, circumstances.clock()).stream()
                .map(violation -> new Violation(reason(violation), what + ": " + violation))
                .forEach(violations::add);
        RevocationCheck current = rules.revocation() == RevocationRule.UNCHECKED
                ? RevocationCheck.NONE
                : status.check(
                        rim.chain(), certificate -> true, circumstances.clock().instant());
        current.violations().stream()
                .map(violation -> new Violation(NvidiaReason.RIM_NOT_CURRENT, what + ": " + violation))
                .forEach(violations::add);
        // By the key of the path that was just verified, never by one that the document names.
        if (!rim.signature().isBy(rim.chain().leafKey())) {
            violations.add(new Violation(NvidiaReason.RIM_SIGNATURE_INVALID, what + " is not signed by its leaf"));
        }
        Instant until = rim.chain().expiresAt().isBefore(current.validUntil())
                ? rim.chain().expiresAt()
                : current.validUntil();
        return violations.isEmpty()
                ? new Found(List.of(rim), until, List.of())
                : new Found(List.of(), Instant.MAX, violations);
    }

    private static NvidiaReason reason(Violation violation) {
        return violation.reason() == EnclaveReason.CERTIFICATE_EXPIRED
                        || violation.reason() == EnclaveReason.CERTIFICATE_NOT_YET_VALID
                ? NvidiaReason.RIM_EXPIRED
                : NvidiaReason.RIM_CHAIN_INVALID;
    }
}
