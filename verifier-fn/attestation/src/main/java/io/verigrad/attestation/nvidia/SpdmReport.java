package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request for measurements and its answer (DMTF DSP0274, "Security Protocol and Data Model", version 1.1, section
 * 10.11), which the device signs together.
 *
 * @param nonce of the request
 * @param measurements SHA-384 values by block index, from 1
 * @param signed the bytes under the signature
 * @param signature r and s, 48 bytes each, big-endian
 */
record SpdmReport(
        Bytes nonce, SortedMap<Integer, Bytes> measurements, OpaqueData opaque, Bytes signed, Bytes signature) {
    private static final String ALGORITHM = "SHA384withECDSAinP1363Format";

    SpdmReport {
        measurements = Collections.unmodifiableSortedMap(new TreeMap<>(measurements));
    }

    /**
     * Reads a report; the signature is not checked.
     *
     * @throws EvidenceFormatException if the bytes are not request and answer and nothing else
     */
    static SpdmReport parse(Bytes report) throws EvidenceFormatException {
        return new SpdmReader(report).read();
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
