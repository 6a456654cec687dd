package io.verigrad.runner.attest;

import io.verigrad.value.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the certificates of a report into the table that hosts give beside it (AMD 56421, section 4.1.8.1). */
final class SnpCertificates {
    private static final Bytes VCEK = Bytes.parse("0x63da758de6644564adc5f4b93be8accd");
    private static final Bytes ASK = Bytes.parse("0x4ab7b379bbac4fe4a02f05aef327c782");
    private static final Bytes ARK = Bytes.parse("0xc0b406a4a803495297433fb6014cd0ae");
    private static final int ENTRY = 24;

    private SnpCertificates() {}

    /** The table of a chip's key and of the two authorities above it, lower one first, all in PEM. */
    static Bytes table(String key, String authorities) {
        List<Bytes> above = certificates(authorities);
        List<Bytes> own = certificates(key);
        if (own.size() != 1 || above.size() != 2) {
            throw new AttestationUnavailableException("expected a certificate of the chip and two above it");
        }
        Map<Bytes, Bytes> entries = new LinkedHashMap<>();
        entries.put(VCEK, own.getFirst());
        entries.put(ASK, above.get(0));
        entries.put(ARK, above.get(1));
        int offset = ENTRY * (entries.size() + 1);
        ByteBuffer table = ByteBuffer.allocate(
                        offset + entries.values().stream().mapToInt(Bytes::size).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<Bytes, Bytes> entry : entries.entrySet()) {
            table.put(entry.getKey().toArray())
                    .putInt(offset)
                    .putInt(entry.getValue().size());
            table.put(offset, entry.getValue().toArray());
            offset += entry.getValue().size();
        }
        return Bytes.of(table.array());
    }

    /** Certificates of PEM, in DER. */
    static List<Bytes> certificates(String pem) {
        try {
            List<Bytes> encoded = new ArrayList<>();
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
                encoded.add(Bytes.of(certificate.getEncoded()));
            }
            return encoded;
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has its encoding", e);
        } catch (CertificateException e) {
            throw new AttestationUnavailableException("expected certificates in PEM", e);
        }
    }
}
