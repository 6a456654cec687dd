package io.verigrad.attestation.azure;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Reason;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.AzureRules;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.CertificateProfile;
import io.verigrad.attestation.x509.Certificates;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the virtual TPM signed, and whether it is the one that the runtime data names.
 *
 * @param certificates of the TPM's key, leaf first; none if none came
 */
record TpmEvidence(
        TpmQuote quote, RuntimeData runtime, Bytes signature, Bytes registers, List<X509Certificate> certificates) {
    TpmEvidence {
        certificates = List.copyOf(certificates);
    }

    static TpmEvidence of(AzureDocument document) throws EvidenceFormatException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Bytes der : document.certificates()) {
            certificates.add(Certificates.parse("key certificate", der));
        }
        if (certificates.size() == 1) {
            throw EvidenceFormatException.of("key certificate", "expected a chain up to its root, or none");
        }
        return new TpmEvidence(
                TpmQuote.parse(document.quote()),
                RuntimeData.parse(document.runtime()),
                document.signature(),
                Bytes.concat(document.registers().toArray(Bytes[]::new)),
                certificates);
    }

    /** What makes it not authentic. */
    List<Violation> violations(Set<Hash32> pins, AzureRules rules, Circumstances circumstances) {
        List<Violation> violations = new ArrayList<>();
        require(
                quote.isSignedBy(runtime.key(), signature),
                EnclaveReason.SIGNATURE_INVALID,
                "the key of the TPM did not sign this quote",
                violations);
        Bytes digest = Sha256.hash(registers.toArray()).bytes();
        require(
                digest.equals(quote.registersDigest()),
                AzureReason.REGISTERS_MISMATCH,
                "the quote is of " + quote.registersDigest() + ", the registers hash to " + digest,
                violations);
        if (certificates.isEmpty()) {
            require(
                    !rules.keyCertificate(),
                    AzureReason.KEY_CERTIFICATE_MISSING,
                    "expected a certificate of the TPM's key",
                    violations);
            return violations;
        }
        violations.addAll(
                new CertificateChain(certificates).verify(pins, CertificateProfile.AZURE_TPM, circumstances.clock()));
        require(
                certificates.getFirst().getPublicKey().equals(runtime.key()),
                AzureReason.KEY_CERTIFICATE_MISMATCH,
                "the certificate is of another key than the runtime data",
                violations);
        return violations;
    }

    /** What the policy objects to. */
    List<Violation> objections(AzureRules rules) {
        List<Violation> objections = new ArrayList<>();
        require(quote.clockSafe(), AzureReason.CLOCK_UNSAFE, "the clock of the TPM is not safe", objections);
        require(
                runtime.secureBoot() || rules.allowed().contains(AzureRules.Weakening.NO_SECURE_BOOT),
                AzureReason.SECURE_BOOT_OFF,
                "secure boot is off",
                objections);
        require(
                !runtime.console() || rules.allowed().contains(AzureRules.Weakening.CONSOLE),
                AzureReason.CONSOLE_ENABLED,
                "the console is enabled",
                objections);
        return objections;
    }

    /** The earlier of {@code end} and the end of a certificate of the key. */
    Instant earlierEnd(Instant end) {
        if (certificates.isEmpty()) {
            return end;
        }
        Instant own = new CertificateChain(certificates).expiresAt();
        return own.isBefore(end) ? own : end;
    }

    private static void require(boolean holds, Reason reason, String detail, List<Violation> violations) {
        if (!holds) {
            violations.add(new Violation(reason, detail));
        }
    }
}
