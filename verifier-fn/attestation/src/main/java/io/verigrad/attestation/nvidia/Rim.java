package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.value.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A reference integrity manifest: what the measurements of one driver or one VBIOS are (TCG, "Reference Integrity
 * Manifest Information Model"; ISO/IEC 19770-2:2015), under an enveloped XML signature.
 *
 * @param version of the driver, or of the VBIOS
 * @param product the chip, such as {@code GH100}
 * @param golden by index, from 0: the digests of which one is measured
 * @param chain of the key that signed, leaf first; nothing of it is verified
 * @param signature verifies itself by a key that somebody else vouches for
 */
record Rim(
        String version,
        String product,
        SortedMap<Integer, List<Bytes>> golden,
        CertificateChain chain,
        RimSignature signature) {
    Rim {
        golden = Collections.unmodifiableSortedMap(new TreeMap<>(golden));
    }

    /**
     * Reads a manifest whole.
     *
     * @throws CollateralFormatException if it is not XML without a DTD, or not a signed manifest of NVIDIA's form
     */
    static Rim parse(Bytes xml) throws CollateralFormatException {
        return new RimReader(xml).read();
    }
}
