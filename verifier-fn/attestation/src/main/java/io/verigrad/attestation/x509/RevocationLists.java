package io.verigrad.attestation.x509;

import io.verigrad.attestation.Violation;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;

/** Certificate revocation lists from collateral (RFC 5280, section 6.3). Missing, stale and forged ones do not pass. */
public final class RevocationLists {
    private static final int CRL_SIGN = 6;

    private final List<X509CRL> lists;

    public RevocationLists(List<X509CRL> lists) {
        this.lists = List.copyOf(lists);
    }

    /** Looks up every certificate of {@code chain} below the root for which {@code covered} holds. */
    public RevocationCheck check(CertificateChain chain, Predicate<X509Certificate> covered, Instant now) {
        List<Violation> violations = new ArrayList<>();
        Instant until = Instant.MAX;
        List<X509Certificate> certificates = chain.certificates();
        for (int i = 0; i + 1 < certificates.size(); i++) {
            if (covered.test(certificates.get(i))) {
                RevocationCheck check = check(certificates.get(i), certificates.get(i + 1), now);
                violations.addAll(check.violations());
                until = check.validUntil().isBefore(until) ? check.validUntil() : until;
            }
        }
        return new RevocationCheck(violations, until);
    }

    private RevocationCheck check(X509Certificate certificate, X509Certificate issuer, Instant now) {
        String name = certificate.getSubjectX500Principal().getName();
        List<X509CRL> named = lists.stream()
                .filter(list -> list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
                .toList();
        if (named.isEmpty()) {
            return refused(RevocationReason.REVOCATION_LIST_MISSING, "no list that covers " + name);
        }
        List<X509CRL> authentic = named.stream()
                .filter(list -> speaksFor(list, certificate, issuer))
                .toList();
        if (authentic.isEmpty()) {
            return refused(
                    RevocationReason.REVOCATION_LIST_INVALID, "no list is signed by the issuer of " + name + " for it");
        }
        // Also a stale list knows what was taken back before.
        if (authentic.stream().anyMatch(list -> list.getRevokedCertificate(certificate) != null)) {
            return refused(
                    RevocationReason.CERTIFICATE_REVOKED,
                    name + ", serial number " + certificate.getSerialNumber().toString(16));
        }
        return authentic.stream()
                .filter(list -> !list.getThisUpdate().toInstant().isAfter(now))
                .map(RevocationLists::nextUpdate)
                .filter(next -> !now.isAfter(next))
                .max(Comparator.naturalOrder())
                .map(next -> new RevocationCheck(List.of(), next))
                .orElseGet(() -> refused(
                        RevocationReason.REVOCATION_LIST_STALE,
                        "lists that cover " + name + " end at "
                                + authentic.stream()
                                        .map(RevocationLists::nextUpdate)
                                        .toList()));
    }

    private static boolean speaksFor(X509CRL list, X509Certificate certificate, X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        if (usage != null && !usage[CRL_SIGN]) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException notTheIssuer) {
            return false;
        }
        return DistributionPoints.covers(list, certificate);
    }

    /** A list without a next update is good at no time. */
    private static Instant nextUpdate(X509CRL list) {
        Date next = list.getNextUpdate();
        return next == null ? Instant.MIN : next.toInstant();
    }

    private static RevocationCheck refused(RevocationReason reason, String detail) {
        return new RevocationCheck(List.of(new Violation(reason, detail)), Instant.MAX);
    }
}
