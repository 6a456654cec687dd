package io.verigrad.attestation.x509;

import static java.util.stream.Collectors.joining;

import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Violation;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A chain of certificates, leaf first, root last.
 *
 * @param certificates two to six
 */
public record CertificateChain(List<X509Certificate> certificates) {
    private static final int MAX_LENGTH = 6;

    public CertificateChain {
        certificates = List.copyOf(certificates);
    }

    /**
     * Parses a leaf and the bundle above it, root first as attestation documents carry it.
     *
     * @throws EvidenceFormatException if something is not exactly one DER certificate, or there are too many
     */
    public static CertificateChain parse(Bytes leaf, List<Bytes> bundle) throws EvidenceFormatException {
        if (bundle.isEmpty() || bundle.size() >= MAX_LENGTH) {
            throw EvidenceFormatException.of("cabundle", "expected 1 to " + (MAX_LENGTH - 1) + " certificates");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        certificates.add(Certificates.parse("certificate", leaf));
        for (Bytes der : bundle.reversed()) {
            certificates.add(Certificates.parse("cabundle", der));
        }
        return new CertificateChain(certificates);
    }

    public PublicKey leafKey() {
        return certificates.getFirst().getPublicKey();
    }

    /** The earliest end of a certificate, the root included. */
    public Instant expiresAt() {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /**
     * Verifies a path of P-384 certificates, as {@link #verify(Set, CertificateProfile, Clock)} does.
     *
     * @param pins SHA-256 of the DER of each trusted root
     * @return every violation, none if the leaf may sign documents
     */
    public List<Violation> verify(Set<Hash32> pins, Clock clock) {
        return verify(pins, CertificateProfile.P384, clock);
    }

    /**
     * Verifies the path (RFC 5280, section 6) at the time of {@code clock}; revocation is not looked at.
     *
     * @param pins SHA-256 of the DER of each trusted root
     * @param profile the algorithms to expect
     * @return every violation, none if the leaf may sign evidence
     */
    public List<Violation> verify(Set<Hash32> pins, CertificateProfile profile, Clock clock) {
        Hash32 root = fingerprint(certificates.getLast());
        if (!pins.contains(root)) {
            return List.of(new Violation(EnclaveReason.ROOT_NOT_PINNED, "the root is " + root));
        }
        return Stream.of(algorithms(profile), leafUsage(profile), validity(clock.instant()), path(clock.instant()))
                .flatMap(List::stream)
                .toList();
    }

    private List<Violation> algorithms(CertificateProfile profile) {
        return certificates.stream()
                .filter(c -> !profile.accepts(c, c.equals(certificates.getFirst())))
                .map(c -> new Violation(
                        EnclaveReason.CERTIFICATE_ALGORITHM,
                        "expected " + profile.description() + ", found "
                                + c.getPublicKey().getAlgorithm() + " and " + c.getSigAlgName() + " in " + name(c)))
                .toList();
    }

    private List<Violation> leafUsage(CertificateProfile profile) {
        X509Certificate leaf = certificates.getFirst();
        boolean[] usage = leaf.getKeyUsage();
        boolean signs = usage == null ? !profile.leafNamesUsage() : usage.length > 0 && usage[0];
        // A CA that signs documents itself would be one stolen key away from any enclave it likes.
        return signs && leaf.getBasicConstraints() < 0
                ? List.of()
                : List.of(new Violation(
                        EnclaveReason.LEAF_USAGE, "expected digitalSignature and no CA of " + name(leaf)));
    }

    /** Checked here for the root too: PKIX takes the time of a trust anchor for granted. */
    private List<Violation> validity(Instant now) {
        List<Violation> violations = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                violations.add(new Violation(
                        EnclaveReason.CERTIFICATE_NOT_YET_VALID,
                        name(certificate) + " begins at "
                                + certificate.getNotBefore().toInstant()));
            }
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                violations.add(new Violation(
                        EnclaveReason.CERTIFICATE_EXPIRED,
                        name(certificate) + " ended at "
                                + certificate.getNotAfter().toInstant()));
            }
        }
        return violations;
    }

    private List<Violation> path(Instant now) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(certificates.getLast(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(factory.generateCertPath(certificates.subList(0, certificates.size() - 1)), parameters);
            return List.of();
        } catch (CertPathValidatorException e) {
            boolean time = e.getReason() == BasicReason.EXPIRED || e.getReason() == BasicReason.NOT_YET_VALID;
            return time ? List.of() : List.of(invalid(e));
        } catch (GeneralSecurityException e) {
            return List.of(invalid(e));
        }
    }

    private Violation invalid(GeneralSecurityException e) {
        return new Violation(
                EnclaveReason.CHAIN_INVALID,
                certificates.stream().map(CertificateChain::name).collect(joining(" <- ")) + ": " + e.getMessage());
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static Hash32 fingerprint(X509Certificate certificate) {
        try {
            return Sha256.hash(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has its encoding", e);
        }
    }
}
