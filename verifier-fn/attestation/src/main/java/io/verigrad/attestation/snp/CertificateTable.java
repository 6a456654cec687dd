package io.verigrad.attestation.snp;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.x509.Certificates;
import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificates that a host gives a guest beside its report (AMD 56421, "SEV-ES Guest-Hypervisor Communication Block
 * Standardization", section 4.1.8.1; {@code auxblob} of configfs-tsm): entries of GUID, offset and length, then the
 * certificates in DER or PEM.
 */
record CertificateTable(Map<Bytes, X509Certificate> byGuid) {
    static final Bytes VCEK = Bytes.parse("0x63da758de6644564adc5f4b93be8accd");
    static final Bytes VLEK = Bytes.parse("0xa8074bc2a25a483eaae639c045a0b8a1");
    /** The authority above a VCEK, or above a VLEK (ASVK). */
    static final Bytes ASK = Bytes.parse("0x4ab7b379bbac4fe4a02f05aef327c782");

    static final Bytes ARK = Bytes.parse("0xc0b406a4a803495297433fb6014cd0ae");

    private static final Set<Bytes> KNOWN = Set.of(VCEK, VLEK, ASK, ARK);
    private static final String FIELD = "certificates";
    private static final int ENTRY = 24;
    private static final int MAX_ENTRIES = 8;
    private static final int MAX_CERTIFICATE = 4096;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END CERTIFICATE-----[\r\n]*\0?");

    CertificateTable {
        byGuid = Map.copyOf(byGuid);
    }

    /**
     * Reads a table; no bytes are an empty one. Hosts add entries of their own, which are not looked into.
     *
     * @throws EvidenceFormatException if entries overlap, come twice or leave a gap that is not zero, or one of AMD is not
     *     a certificate
     */
    static CertificateTable parse(Bytes table) throws EvidenceFormatException {
        Map<Bytes, X509Certificate> certificates = new HashMap<>();
        for (Map.Entry<Bytes, Bytes> entry : entries(table).entrySet()) {
            if (KNOWN.contains(entry.getKey())) {
                certificates.put(entry.getKey(), certificate(entry.getValue()));
            }
        }
        return new CertificateTable(certificates);
    }

    private static Map<Bytes, Bytes> entries(Bytes table) throws EvidenceFormatException {
        Map<Bytes, Bytes> entries = new HashMap<>();
        ByteBuffer buffer = ByteBuffer.wrap(table.toArray()).order(ByteOrder.LITTLE_ENDIAN);
        boolean[] used = new boolean[table.size()];
        boolean ended = table.size() == 0;
        for (int at = 0; !ended; at += ENTRY) {
            if (at > MAX_ENTRIES * ENTRY || at + ENTRY > used.length) {
                throw EvidenceFormatException.of(FIELD, "expected an end after at most " + MAX_ENTRIES + " entries");
            }
            claim(used, at, ENTRY);
            ended = table.slice(at, at + ENTRY).isZero();
            if (!ended) {
                Bytes guid = table.slice(at, at + 16);
                int offset = buffer.getInt(at + 16);
                int length = buffer.getInt(at + 20);
                if (offset < 0 || length < 1 || length > MAX_CERTIFICATE || offset > used.length - length) {
                    throw EvidenceFormatException.at(
                            FIELD, at, "expected 1 to " + MAX_CERTIFICATE + " bytes of the table");
                }
                claim(used, offset, length);
                if (entries.put(guid, table.slice(offset, offset + length)) != null) {
                    throw EvidenceFormatException.at(FIELD, at, "expected each GUID once, found " + guid + " again");
                }
            }
        }
        for (int i = 0; i < used.length; i++) {
            if (!used[i] && buffer.get(i) != 0) {
                throw EvidenceFormatException.at(FIELD, i, "expected zero in what no entry names");
            }
        }
        return entries;
    }

    Optional<X509Certificate> find(Bytes guid) {
        return Optional.ofNullable(byGuid.get(guid));
    }

    private static void claim(boolean[] used, int from, int size) throws EvidenceFormatException {
        for (int i = from; i < from + size; i++) {
            if (used[i]) {
                throw EvidenceFormatException.at(FIELD, i, "expected entries that do not overlap");
            }
            used[i] = true;
        }
    }

    private static X509Certificate certificate(Bytes content) throws EvidenceFormatException {
        String text = new String(content.toArray(), StandardCharsets.ISO_8859_1);
        if (!text.startsWith("-----")) {
            return Certificates.parse(FIELD, content);
        }
        Matcher pem = PEM.matcher(text);
        if (!pem.matches()) {
            throw EvidenceFormatException.of(FIELD, "expected one PEM certificate");
        }
        try {
            return Certificates.parse(
                    FIELD, Bytes.of(Base64.getDecoder().decode(pem.group(1).replaceAll("[\r\n]", ""))));
        } catch (IllegalArgumentException e) {
            throw EvidenceFormatException.of(FIELD, "expected base64 in PEM", e);
        }
    }
}
