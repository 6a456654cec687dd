package io.verigrad.attestation.document;

import io.verigrad.attestation.Claims;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.cose.CoseSign1;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** An attestation document with its signature and the chain of the key that made it. */
public record SignedDocument(CoseSign1 message, AttestationDocument document, CertificateChain chain) {
    /** The largest document, in bytes; real ones have less than 5000. */
    public static final int MAX_SIZE = 16 << 10;

    /**
     * Reads a document whole; nothing of it is verified.
     *
     * @throws EvidenceFormatException if the bytes are not an attestation document
     */
    public static SignedDocument parse(Bytes bytes) throws EvidenceFormatException {
        if (bytes.size() > MAX_SIZE) {
            throw EvidenceFormatException.of(
                    "document", "expected at most " + MAX_SIZE + " bytes, found " + bytes.size());
        }
        CoseSign1 message = CoseSign1.parse(bytes);
        AttestationDocument document = AttestationDocument.parse(message.payload());
        return new SignedDocument(message, document, CertificateChain.parse(document.certificate(), document.bundle()));
    }

    /**
     * Verifies chain and signature; revocation is not looked at.
     *
     * @param pins SHA-256 of the DER of each trusted root
     * @return every violation, none if the leaf below such a root signed this document
     */
    public List<Violation> verify(Set<Hash32> pins, Clock clock) {
        List<Violation> violations = new ArrayList<>(chain.verify(pins, clock));
        if (!message.isSignedBy(chain.leafKey())) {
            violations.add(new Violation(EnclaveReason.SIGNATURE_INVALID, "the leaf did not sign this document"));
        }
        return violations;
    }

    /**
     * What the document says, to be asked only after {@link #verify} found nothing.
     *
     * @param debugRegisters registers that are zero in debug mode; one that is missing counts as zero
     */
    public Claims claims(Set<Integer> debugRegisters, Instant expiresAt) {
        SortedMap<String, Bytes> measurements = new TreeMap<>();
        document.pcrs().forEach((index, value) -> measurements.put("pcr" + index, value));
        return new Claims(
                measurements,
                debugRegisters.stream()
                        .anyMatch(register -> document.pcrs()
                                .getOrDefault(register, Bytes.EMPTY)
                                .isZero()),
                document.publicKey(),
                document.nonce(),
                document.userData(),
                document.timestamp(),
                expiresAt,
                Sha256.hash(message.payload().toArray()));
    }
}
