package io.verigrad.attestation.x509;

import io.verigrad.attestation.Violation;
import io.verigrad.value.Bytes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Answers about single certificates from collateral (OCSP, RFC 6960), and revocation lists in their stead. Nonces are not
 * asked for: an answer counts until its next update. Missing, stale and forged ones do not pass.
 */
public final class StatusAnswers {
    private final List<StatusAnswer> answers;
    private final RevocationLists lists;

    private StatusAnswers(List<StatusAnswer> answers, RevocationLists lists) {
        this.answers = List.copyOf(answers);
        this.lists = lists;
    }

    /** Reads responses in DER. One that cannot be read, or is an error, answers nothing. */
    public static StatusAnswers of(List<Bytes> responses, RevocationLists lists) {
        return new StatusAnswers(
                responses.stream()
                        .flatMap(der -> StatusAnswer.parse(der).stream())
                        .toList(),
                lists);
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
        List<StatusAnswer> about = answers.stream()
                .filter(answer -> answer.isAbout(certificate, issuer))
                .toList();
        RevocationCheck listed =
                lists.check(new CertificateChain(List.of(certificate, issuer)), c -> c.equals(certificate), now);
        boolean hasList =
                listed.violations().stream().noneMatch(v -> v.reason() == RevocationReason.REVOCATION_LIST_MISSING);
        boolean revoked =
                listed.violations().stream().anyMatch(v -> v.reason() == RevocationReason.CERTIFICATE_REVOKED);
        // What one source says of a revocation, the other cannot unsay.
        if (revoked || (about.isEmpty() && hasList)) {
            return listed;
        }
        if (about.isEmpty()) {
            return refused(StatusReason.STATUS_MISSING, "no answer about " + name);
        }
        List<StatusAnswer> authentic =
                about.stream().filter(answer -> answer.isBy(issuer, now)).toList();
        if (authentic.isEmpty()) {
            return refused(StatusReason.STATUS_INVALID, "no answer about " + name + " is signed for its issuer");
        }
        if (authentic.stream().anyMatch(answer -> !answer.good())) {
            return new RevocationCheck(
                    List.of(new Violation(
                            RevocationReason.CERTIFICATE_REVOKED,
                            name + ", serial number "
                                    + certificate.getSerialNumber().toString(16))),
                    Instant.MAX);
        }
        return authentic.stream()
                .filter(answer -> !answer.thisUpdate().isAfter(now))
                .map(StatusAnswer::nextUpdate)
                .filter(next -> !now.isAfter(next))
                .max(Comparator.naturalOrder())
                .map(next -> new RevocationCheck(List.of(), next))
                .orElseGet(() -> refused(
                        StatusReason.STATUS_STALE,
                        "answers about " + name + " end at "
                                + authentic.stream()
                                        .map(StatusAnswer::nextUpdate)
                                        .toList()));
    }

    private static RevocationCheck refused(StatusReason reason, String detail) {
        return new RevocationCheck(List.of(new Violation(reason, detail)), Instant.MAX);
    }
}
