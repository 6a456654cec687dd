package io.verigrad.attestation.nitro;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.Hardware;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.document.SignedDocument;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.NitroRules;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.DistributionPoints;
import io.verigrad.attestation.x509.RevocationCheck;
import io.verigrad.attestation.x509.RevocationLists;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Verifies attestation documents of AWS Nitro Enclaves ("Attestation process" of aws-nitro-enclaves-nsm-api, sections 3.2
 * and 4): structure, chain to a pinned root, signature, revocation lists.
 */
public final class NitroVerifier implements EvidenceVerifier {
    /** The format that it reads. */
    public static final String FORMAT = "nitro-v1";

    /** The root G1 of the commercial partition, CN=aws.nitro-enclaves, 2019 to 2049; for policies to pin. */
    public static final Hash32 ROOT_G1 =
            Hash32.parse("0x641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b");

    /** Image, kernel with boot ramdisk, application: zero in debug mode, and never otherwise. */
    private static final Set<Integer> DEBUG_REGISTERS = Set.of(0, 1, 2);
    /** Nitro machines are in the data centres of AWS and nowhere else. */
    private static final Hardware HELD_BY_AWS = new Hardware(OperatorAssurance.CLOUD_HELD, List.of());

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
        SignedDocument document = SignedDocument.parse(bytes);
        CertificateChain chain = document.chain();
        List<Violation> violations = new ArrayList<>(document.verify(policy.roots(), circumstances.clock()));
        RevocationCheck revocation = revocation(chain, policy, circumstances);
        violations.addAll(revocation.violations());
        if (!violations.isEmpty()) {
            return new Verification.NotAuthentic(violations);
        }
        Instant expiresAt =
                chain.expiresAt().isBefore(revocation.validUntil()) ? chain.expiresAt() : revocation.validUntil();
        return new Verification.Authentic(document.claims(DEBUG_REGISTERS, expiresAt), List.of(), HELD_BY_AWS);
    }

    /**
     * The places of the revocation lists that {@link #verify} asks for, as the certificates name them. Nobody verified the
     * certificates yet: fetch from a place only if it is one that you know.
     *
     * @throws EvidenceFormatException if the bytes are not a document of this format
     */
    public static List<String> collateralNeeds(Bytes document) throws EvidenceFormatException {
        return SignedDocument.parse(document).chain().certificates().stream()
                .flatMap(certificate -> DistributionPoints.placesOf(certificate).stream())
                .distinct()
                .toList();
    }

    private static RevocationCheck revocation(
            CertificateChain chain, FormatPolicy policy, Circumstances circumstances) {
        if (policy.rules() instanceof NitroRules(RevocationRule rule) && rule == RevocationRule.UNCHECKED) {
            return RevocationCheck.NONE;
        }
        // Regional and zonal certificates name their lists; the ones below live a day. The one that the root signed is
        // looked up even if it names none, so that leaving the name out buys nothing.
        List<X509Certificate> certificates = chain.certificates();
        X509Certificate regional = certificates.get(certificates.size() - 2);
        return new RevocationLists(circumstances.collateral().revocationLists())
                .check(
                        chain,
                        certificate -> certificate.equals(regional) || DistributionPoints.namedBy(certificate),
                        circumstances.clock().instant());
    }
}
