package io.verigrad.attestation.software;

import io.verigrad.attestation.Claims;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.cose.CoseSign1;
import io.verigrad.attestation.document.AttestationDocument;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Verifies documents of the {@link SoftwareAttester}: structure, chain to a pinned test root, signature. */
public final class SoftwareVerifier implements EvidenceVerifier {
    @Override
    public String format() {
        return SoftwareAttester.FORMAT;
    }

    @Override
    public boolean isForDevelopment() {
        return true;
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Clock clock) throws EvidenceFormatException {
        CoseSign1 message = CoseSign1.parse(bytes);
        AttestationDocument document = AttestationDocument.parse(message.payload());
        CertificateChain chain = CertificateChain.parse(document.certificate(), document.bundle());

        List<Violation> violations = new ArrayList<>(chain.verify(policy.roots(), clock));
        if (!message.isSignedBy(chain.leafKey())) {
            violations.add(new Violation(EnclaveReason.SIGNATURE_INVALID, "the leaf did not sign this document"));
        }
        // No claim leaves before signature and chain have passed: until then it is text of a stranger.
        return violations.isEmpty()
                ? new Verification.Authentic(claims(message, document, chain))
                : new Verification.NotAuthentic(violations);
    }

    private static Claims claims(CoseSign1 message, AttestationDocument document, CertificateChain chain) {
        SortedMap<String, Bytes> measurements = new TreeMap<>();
        document.pcrs().forEach((index, value) -> measurements.put("pcr" + index, value));
        return new Claims(
                measurements,
                document.pcrs().getOrDefault(0, Bytes.EMPTY).isZero(),
                document.publicKey(),
                document.nonce(),
                document.userData(),
                document.timestamp(),
                chain.expiresAt(),
                Sha256.hash(message.payload().toArray()));
    }
}
