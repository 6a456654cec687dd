package io.verigrad.attestation.x509;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads certificates in the strict form of PEM (RFC 7468, section 3): lines of 64 characters, nothing in between. */
public final class PemCertificates {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";
    private static final String END = "-----END CERTIFICATE-----\n";
    private static final int LINE = 64;
    private static final int MAX_COUNT = 6;

    private PemCertificates() {}

    /**
     * Reads certificates one after the other; the last line may lack its end, and one zero byte may follow.
     *
     * @param field names the place in messages
     * @throws EvidenceFormatException if there is anything else, or there are none or more than six
     */
    public static List<X509Certificate> parse(String field, Bytes pem) throws EvidenceFormatException {
        String text = new String(pem.toArray(), StandardCharsets.ISO_8859_1);
        if (text.endsWith("\0")) {
            text = text.substring(0, text.length() - 1);
        }
        if (!text.endsWith("\n")) {
            text += "\n";
        }
        List<X509Certificate> certificates = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf(END, at);
            if (!text.startsWith(BEGIN, at) || end < 0 || certificates.size() == MAX_COUNT) {
                throw EvidenceFormatException.at(
                        field, at, "expected 1 to " + MAX_COUNT + " PEM certificates and nothing between them");
            }
            certificates.add(Certificates.parse(field, decode(field, at, text.substring(at + BEGIN.length(), end))));
            at = end + END.length();
        }
        if (certificates.isEmpty()) {
            throw EvidenceFormatException.of(field, "expected PEM certificates, found none");
        }
        return certificates;
    }

    private static Bytes decode(String field, int at, String lines) throws EvidenceFormatException {
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(lines);
        } catch (IllegalArgumentException e) {
            throw EvidenceFormatException.of(field, "expected base64 in PEM", e);
        }
        // Decoders overlook strange characters and spare bits; encoded again, there is one form only.
        String canonical = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der) + "\n";
        if (!canonical.equals(lines)) {
            throw EvidenceFormatException.at(field, at, "expected base64 in lines of " + LINE + " characters");
        }
        return Bytes.of(der);
    }
}
