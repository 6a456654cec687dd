package io.verigrad.attestation.gcp;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Claims;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.Hardware;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.GcpRules;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.CertificateProfile;
import io.verigrad.attestation.x509.DistributionPoints;
import io.verigrad.attestation.x509.RevocationCheck;
import io.verigrad.attestation.x509.RevocationLists;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies and appraises tokens of Confidential Space (Google Cloud, "Attestation token claims"). Here Google is the
 * verifier of the hardware, and trusted as one: a token proves what Google says. A token brings its certificates (PKI
 * token), or names a key that the collateral has (OIDC token) and the policy lets in.
 */
public final class GcpVerifier implements EvidenceVerifier {
    /** The format that it reads. */
    public static final String FORMAT = "gcp-token-v1";

    /** Who issues the tokens. */
    public static final String ISSUER = "https://confidentialcomputing.googleapis.com";

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
        SignedToken token = SignedToken.parse(bytes);
        TokenClaims claims = TokenClaims.of(token.claims());
        GcpRules rules = policy.rules() instanceof GcpRules own ? own : GcpRules.nothing();
        List<Violation> violations = new ArrayList<>();
        Instant keyEnd = token.certificates().isEmpty()
                ? checkNamedKey(token, rules, circumstances, violations)
                : checkCertificates(token, policy, rules, circumstances, violations);
        if (!violations.isEmpty()) {
            return new Verification.NotAuthentic(violations);
        }
        return new Verification.Authentic(
                Claims.ofReport(
                        claims.measurements(),
                        !claims.debugDisabled(),
                        claims.boundHash(),
                        claims.issuedAt(),
                        keyEnd.isBefore(claims.expiresAt()) ? keyEnd : claims.expiresAt(),
                        Sha256.hash(token.signed().toArray())),
                new TokenAppraisal(claims, rules)
                        .objections(policy, circumstances.clock().instant()),
                new Hardware(OperatorAssurance.CLOUD_HELD, List.of()));
    }

    private static Instant checkNamedKey(
            SignedToken token, GcpRules rules, Circumstances circumstances, List<Violation> violations) {
        Optional<JsonWebKeys.Key> key = JsonWebKeys.find(circumstances.collateral(), ISSUER, token.keyId());
        if (key.isEmpty()) {
            violations.add(new Violation(GcpReason.TOKEN_KEY_MISSING, "no key " + token.keyId() + " of " + ISSUER));
            return Instant.MIN;
        }
        if (!rules.keys().accepts(key.get().thumbprint())) {
            violations.add(new Violation(
                    GcpReason.TOKEN_KEY_NOT_ALLOWED,
                    "the policy does not accept " + key.get().thumbprint()));
        }
        if (!token.isSignedBy(key.get().key())) {
            violations.add(new Violation(
                    EnclaveReason.SIGNATURE_INVALID, "the key " + token.keyId() + " did not sign this token"));
        }
        return Instant.MAX;
    }

    private static Instant checkCertificates(
            SignedToken token,
            FormatPolicy policy,
            GcpRules rules,
            Circumstances circumstances,
            List<Violation> violations) {
        CertificateChain chain = new CertificateChain(token.certificates());
        violations.addAll(chain.verify(policy.roots(), CertificateProfile.GOOGLE_TOKEN, circumstances.clock()));
        if (!token.isSignedBy(chain.leafKey())) {
            violations.add(new Violation(
                    EnclaveReason.SIGNATURE_INVALID, "the key of the certificate did not sign this token"));
        }
        RevocationCheck revocation = rules.revocation() == RevocationRule.UNCHECKED
                ? RevocationCheck.NONE
                : new RevocationLists(circumstances.collateral().revocationLists())
                        .check(
                                chain,
                                DistributionPoints::namedBy,
                                circumstances.clock().instant());
        violations.addAll(revocation.violations());
        return chain.expiresAt().isBefore(revocation.validUntil()) ? chain.expiresAt() : revocation.validUntil();
    }
}
