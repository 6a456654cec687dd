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

    /** Whether its evidence is about devices of a machine, and not about a machine. */
    default boolean isForDevices() {
        return false;
    }

    /**
     * Verifies one document without collateral; a format that needs some does not find it authentic then.
     *
     * @param policy holds the pinned roots
     * @param clock the time to judge certificates at
     * @throws EvidenceFormatException if the bytes are not a document of this format
     */
    Verification verify(Bytes document, FormatPolicy policy, Clock clock) throws EvidenceFormatException;

    /**
     * Verifies one document; formats that need no collateral ignore it.
     *
     * @param policy holds the pinned roots and the rules of this format
     * @throws EvidenceFormatException if the bytes are not a document of this format
     */
    default Verification verify(Bytes document, FormatPolicy policy, Circumstances circumstances)
            throws EvidenceFormatException {
        return verify(document, policy, circumstances.clock());
    }
}
