package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.Reason;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.CertificateProfile;
import io.verigrad.attestation.x509.CommonName;
import io.verigrad.attestation.x509.RevocationCheck;
import io.verigrad.attestation.x509.RevocationLists;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the newest statement of one kind in the collateral that Intel made and that is good now. */
final class IntelStatement<T> {
    private static final String SIGNER = "Intel SGX TCB Signing";

    private final Kind kind;
    private final Parser<T> parser;
    private final Predicate<T> wanted;

    /** What is said of a statement that is not there, not authentic, or not of now. */
    record Kind(CollateralDocument.Kind document, String member, Reason missing, Reason invalid, Reason stale) {
        static final Kind TCB_INFO = new Kind(
                CollateralDocument.Kind.INTEL_TCB_INFO,
                "tcbInfo",
                TdxReason.TCB_INFO_MISSING,
                TdxReason.TCB_INFO_INVALID,
                TdxReason.TCB_INFO_STALE);
        static final Kind QE_IDENTITY = new Kind(
                CollateralDocument.Kind.INTEL_QE_IDENTITY,
                "enclaveIdentity",
                TdxReason.QE_IDENTITY_MISSING,
                TdxReason.QE_IDENTITY_INVALID,
                TdxReason.QE_IDENTITY_STALE);
    }

    /** Reads the statement itself. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(JsonNode content) throws CollateralFormatException;
    }

    /**
     * What was found.
     *
     * @param evaluation the number of the recovery event that it was made for
     * @param validUntil the earliest end of the statement, its signer and the lists that were looked at
     */
    record Found<T>(T content, int evaluation, Instant validUntil) {}

    private record Candidate<T>(SignedJson json, T content, int evaluation, Instant from, Instant until) {}

    IntelStatement(Kind kind, Parser<T> parser, Predicate<T> wanted) {
        this.kind = kind;
        this.parser = parser;
        this.wanted = wanted;
    }

    /** The statement, or empty after adding to {@code violations} why there is none. */
    Optional<Found<T>> find(
            X509Certificate root,
            Set<Hash32> pins,
            RevocationRule rule,
            Circumstances circumstances,
            List<Violation> violations) {
        Instant now = circumstances.clock().instant();
        List<String> problems = new ArrayList<>();
        List<Candidate<T>> candidates = candidates(circumstances, problems);
        if (candidates.isEmpty()) {
            violations.add(
                    problems.isEmpty()
                            ? new Violation(kind.missing, "the collateral has none for this platform")
                            : new Violation(kind.invalid, String.join("; ", problems)));
            return Optional.empty();
        }
        List<Candidate<T>> signed = candidates.stream()
                .filter(c -> signer(c.json, root, circumstances).isPresent())
                .toList();
        if (signed.isEmpty()) {
            violations.add(new Violation(kind.invalid, "no certificate of Intel's TCB signing has the key"));
            return Optional.empty();
        }
        // Current before newest, so that one of the future hides none of today.
        Candidate<T> best = signed.stream()
                .max(Comparator.comparing((Candidate<T> c) -> isCurrent(c, now))
                        .thenComparing(Candidate::evaluation)
                        .thenComparing(Candidate::from))
                .orElseThrow();
        CertificateChain signer = signer(best.json, root, circumstances).orElseThrow();
        List<Violation> found =
                new ArrayList<>(signer.verify(pins, CertificateProfile.INTEL_P256, circumstances.clock()));
        RevocationCheck revocation = rule == RevocationRule.UNCHECKED
                ? RevocationCheck.NONE
                : new RevocationLists(circumstances.collateral().revocationLists())
                        .check(signer, certificate -> true, now);
        found.addAll(revocation.violations());
        if (!isCurrent(best, now)) {
            found.add(new Violation(kind.stale, "good from " + best.from + " to " + best.until));
        }
        violations.addAll(found);
        Instant until = Stream.of(best.until, signer.expiresAt(), revocation.validUntil())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return found.isEmpty() ? Optional.of(new Found<>(best.content, best.evaluation, until)) : Optional.empty();
    }

    private List<Candidate<T>> candidates(Circumstances circumstances, List<String> problems) {
        List<Candidate<T>> candidates = new ArrayList<>();
        for (Bytes body : circumstances.collateral().documents(kind.document)) {
            try {
                SignedJson json = SignedJson.parse(kind.member, body);
                T content = parser.parse(json.content());
                if (wanted.test(content)) {
                    candidates.add(new Candidate<>(
                            json,
                            content,
                            JsonFields.number(json.content(), "tcbEvaluationDataNumber", Integer.MAX_VALUE),
                            JsonFields.time(json.content(), "issueDate"),
                            JsonFields.time(json.content(), "nextUpdate")));
                }
            } catch (CollateralFormatException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return candidates;
    }

    /** Of certificates with the signer's name, the one whose key fits. */
    private static Optional<CertificateChain> signer(
            SignedJson json, X509Certificate root, Circumstances circumstances) {
        return circumstances.collateral().certificates().stream()
                .filter(c -> CommonName.subject(c).equals(SIGNER))
                .filter(c -> P256.verifies(c.getPublicKey(), json.bytes(), json.signature()))
                .map(c -> new CertificateChain(List.of(c, root)))
                .findFirst();
    }

    private static boolean isCurrent(Candidate<?> candidate, Instant now) {
        return !now.isBefore(candidate.from) && !now.isAfter(candidate.until);
    }
}
