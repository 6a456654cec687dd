package io.verigrad.attestation;

import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.value.Bytes;
import java.time.Clock;

/** Parses and verifies evidence of one format. Reads nothing but its arguments. */
public interface EvidenceVerifier {
    /** The format that it reads. */
    String format();

    /** Whether its evidence proves nothing about hardware, so that only a development policy may accept it. */
    boolean isForDevelopment();

    /**
     * Verifies one document.
     *
     * @param policy holds the pinned roots
     * @param clock the time to judge certificates at
     * @throws EvidenceFormatException if the bytes are not a document of this format
     */
    Verification verify(Bytes document, FormatPolicy policy, Clock clock) throws EvidenceFormatException;
}
