package io.verigrad.attestation.snp;

import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.CommonName;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the certificates of a report, in what came with it and in the collateral. Finding says nothing of their worth. */
final class EndorsementChain {
    private EndorsementChain() {}

    /** The chain of key, intermediate and root, or empty if one is not at hand. */
    static Optional<CertificateChain> find(SnpDocument document, Collateral collateral) {
        List<X509Certificate> authorities = new ArrayList<>();
        document.certificates().find(CertificateTable.ASK).ifPresent(authorities::add);
        document.certificates().find(CertificateTable.ARK).ifPresent(authorities::add);
        authorities.addAll(collateral.certificates());
        return key(document, collateral)
                .flatMap(key -> issuer(key, authorities)
                        .flatMap(intermediate -> issuer(intermediate, authorities)
                                .map(root -> new CertificateChain(List.of(key, intermediate, root)))));
    }

    /** By the kind that the report names, and by nothing that the certificate says. */
    private static Optional<X509Certificate> key(SnpDocument document, Collateral collateral) {
        SnpReport report = document.report();
        return document.certificates()
                .find(report.signingKey() == SigningKey.VCEK ? CertificateTable.VCEK : CertificateTable.VLEK)
                .or(() -> best(
                        collateral.certificates(),
                        c -> CommonName.subject(c).equals(report.signingKey().subject()),
                        c -> report.isSignedBy(c.getPublicKey())));
    }

    private static Optional<X509Certificate> issuer(X509Certificate certificate, List<X509Certificate> authorities) {
        return best(
                authorities,
                c -> c.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()),
                c -> signed(c, certificate));
    }

    /** Of several candidates the first that fits, else the first: its failure is then reported. */
    private static Optional<X509Certificate> best(
            List<X509Certificate> all, Predicate<X509Certificate> candidate, Predicate<X509Certificate> fits) {
        List<X509Certificate> candidates = all.stream().filter(candidate).toList();
        return candidates.stream()
                .filter(fits)
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException notThisIssuer) {
            return false;
        }
    }
}
