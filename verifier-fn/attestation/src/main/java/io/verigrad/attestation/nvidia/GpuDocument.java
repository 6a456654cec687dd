package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cbor.CborReader;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.attestation.cbor.CborWriter;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.Certificates;
import io.verigrad.value.Bytes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The report of one device with the chain of the key that signed it: CBOR {@code [report, [certificate, ...]]}, the leaf
 * first, each certificate in DER.
 */
public record GpuDocument(Bytes report, CertificateChain chain) {
    private static final String FIELD = "gpu document";
    private static final int MIN_CHAIN = 3;
    private static final int MAX_CHAIN = 6;

    /** The encoding of a report and its chain, leaf first. */
    public static Bytes encode(Bytes report, List<Bytes> chain) {
        return CborWriter.write(new CborValue.Array(List.of(
                CborValue.of(report),
                new CborValue.Array(chain.stream().map(CborValue::of).toList()))));
    }

    /**
     * Reads a document; nothing of it is verified, and the report is not looked into.
     *
     * @throws EvidenceFormatException if the bytes are anything else, or not the encoding that {@link #encode} gives
     */
    public static GpuDocument parse(Bytes document) throws EvidenceFormatException {
        if (CborReader.read(FIELD, document) instanceof CborValue.Array(List<CborValue> items)
                && items.size() == 2
                && items.get(0) instanceof CborValue.ByteString(Bytes report)
                && items.get(1) instanceof CborValue.Array(List<CborValue> encoded)
                && encoded.size() >= MIN_CHAIN
                && encoded.size() <= MAX_CHAIN) {
            List<Bytes> chain = new ArrayList<>();
            List<X509Certificate> certificates = new ArrayList<>();
            for (CborValue item : encoded) {
                if (!(item instanceof CborValue.ByteString(Bytes der))) {
                    throw EvidenceFormatException.of(FIELD, "expected certificates as byte strings");
                }
                chain.add(der);
                certificates.add(Certificates.parse("certificate " + certificates.size(), der));
            }
            if (!encode(report, chain).equals(document)) {
                throw EvidenceFormatException.of(FIELD, "expected definite lengths");
            }
            return new GpuDocument(report, new CertificateChain(certificates));
        }
        throw EvidenceFormatException.of(
                FIELD, "expected a report and " + MIN_CHAIN + " to " + MAX_CHAIN + " certificates");
    }
}
