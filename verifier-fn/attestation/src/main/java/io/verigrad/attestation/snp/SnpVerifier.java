package io.verigrad.attestation.snp;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Claims;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.Hardware;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.SnpRules;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Verifies and appraises AMD SEV-SNP reports of Milan, Genoa and Turin, signed by VCEK or VLEK (AMD 56860, section 7.3;
 * AMD 57230). A document is a report of 1184 bytes, followed by the table of certificates if the host gave one; what is
 * missing there is taken from the collateral. A report has no time: it counts as made when its challenge was.
 */
public final class SnpVerifier implements EvidenceVerifier {
    /** The format that it reads. */
    public static final String FORMAT = "snp-v1";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean isForDevelopment() {
        return false;
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Clock clock) throws EvidenceFormatException {
        return verify(bytes, policy, Circumstances.at(clock));
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Circumstances circumstances)
            throws EvidenceFormatException {
        SnpDocument document = SnpDocument.parse(bytes);
        SnpRules rules = policy.rules() instanceof SnpRules own ? own : SnpRules.nothing();
        Optional<CertificateChain> chain = EndorsementChain.find(document, circumstances.collateral());
        if (chain.isEmpty()) {
            return new Verification.NotAuthentic(List.of(new Violation(
                    SnpReason.ENDORSEMENT_MISSING,
                    "expected " + document.report().signingKey() + ", its authority and its root")));
        }
        EndorsementKey key = EndorsementKey.of(chain.get().certificates().getFirst());
        ReportAuthenticity authenticity = new ReportAuthenticity(document.report(), key, chain.get());
        return switch (authenticity.verify(policy.roots(), rules.revocation(), circumstances)) {
            case ReportAuthenticity.Result.Wrong(List<Violation> violations) ->
                new Verification.NotAuthentic(violations);
            case ReportAuthenticity.Result.Genuine(Product product, Instant expiresAt) ->
                new Verification.Authentic(
                        claims(document.report(), circumstances.challengedAt(), expiresAt),
                        new ReportAppraisal(document.report(), key, product, rules).objections(),
                        hardware(document.report(), key, rules));
        };
    }

    /**
     * What to fetch before {@link #verify}.
     *
     * @throws EvidenceFormatException if the bytes are not a document of this format
     */
    public static SnpCollateralNeeds collateralNeeds(Bytes document) throws EvidenceFormatException {
        return SnpCollateralNeeds.of(SnpDocument.parse(document));
    }

    /** The key of a provider is in its own machines only; a chip is anywhere, unless the policy says where. */
    private static Hardware hardware(SnpReport report, EndorsementKey key, SnpRules rules) {
        if (report.signingKey() == SigningKey.VLEK) {
            return new Hardware(OperatorAssurance.CLOUD_HELD, List.of(key.provider()));
        }
        return new Hardware(
                rules.chips() instanceof SnpRules.Chips.Listed
                        ? OperatorAssurance.LISTED_HARDWARE
                        : OperatorAssurance.UNKNOWN,
                List.of(report.chipId().toString()));
    }

    private static Claims claims(SnpReport report, Instant madeAt, Instant expiresAt) {
        return Claims.ofReport(
                new TreeMap<>(Map.of(
                        "measurement", report.measurement(),
                        "host-data", report.hostData(),
                        "id-key-digest", report.idKeyDigest(),
                        "author-key-digest", report.authorKeyDigest())),
                report.policy().allowsDebugging(),
                report.reportData(),
                madeAt,
                expiresAt,
                Sha256.hash(report.signed().toArray()));
    }
}
