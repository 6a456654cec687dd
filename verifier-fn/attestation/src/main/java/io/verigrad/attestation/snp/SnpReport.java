package io.verigrad.attestation.snp;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/**
 * An attestation report (AMD 56860, section 7.3, table 23), versions 2 to 5.
 *
 * @param processor what it says about the processor, unknown in version 2
 * @param currentTcb raw: its layout depends on the product
 * @param signed the bytes under the signature
 * @param signature r and s, 48 bytes each, big-endian
 */
record SnpReport(
        int version,
        GuestPolicy policy,
        int vmpl,
        SigningKey signingKey,
        long platformInfo,
        Bytes reportData,
        Bytes measurement,
        Bytes hostData,
        Bytes idKeyDigest,
        Bytes authorKeyDigest,
        Processor processor,
        Bytes chipId,
        Bytes currentTcb,
        Bytes reportedTcb,
        Bytes committedTcb,
        Bytes launchTcb,
        Bytes signed,
        Bytes signature) {
    /** The size of every report, in bytes. */
    static final int SIZE = 0x4a0;

    private static final String ALGORITHM = "SHA384withECDSAinP1363Format";

    /** CPUID family and model; both zero in version 2, which does not have them. */
    record Processor(int family, int model) {}

    /**
     * Reads a report; the signature is not checked.
     *
     * @throws EvidenceFormatException if the bytes are not a report of a known version, or a reserved one is not zero
     */
    static SnpReport parse(Bytes report) throws EvidenceFormatException {
        return new ReportReader(report).read();
    }

    /** Whether {@code key} signed this report. */
    boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(signed.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException notThisKey) {
            // The platform reports r or s out of range, or another kind of key, in this way.
            return false;
        }
    }
}
