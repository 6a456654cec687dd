package io.verigrad.attestation.tdx;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * The certificate of a platform's provisioning key ("Intel SGX PCK Certificate and CRL Profile Specification", section
 * 1.3.5).
 *
 * @param id the platform provisioning id (PPID), 16 bytes: the same for a machine whatever its firmware
 * @param componentSvns 16 security version numbers
 * @param model FMSPC, 6 bytes
 */
record PlatformCertificate(Bytes id, List<Integer> componentSvns, int pceSvn, Bytes pceId, Bytes model) {
    private static final String SGX = "1.2.840.113741.1.13.1";
    private static final int COMPONENTS = 16;

    PlatformCertificate {
        componentSvns = List.copyOf(componentSvns);
    }

    /**
     * Reads the extension.
     *
     * @throws EvidenceFormatException if it is missing or not what it should be
     */
    static PlatformCertificate of(X509Certificate certificate) throws EvidenceFormatException {
        byte[] extension = certificate.getExtensionValue(SGX);
        if (extension == null) {
            throw EvidenceFormatException.of("platform certificate", "expected the extension " + SGX);
        }
        try {
            Map<String, ASN1Encodable> values =
                    members(SGX, ASN1OctetString.getInstance(extension).getOctets());
            Map<String, ASN1Encodable> versions = members(SGX + ".2", value(values, SGX + ".2"));
            List<Integer> components = new ArrayList<>();
            for (int i = 1; i <= COMPONENTS; i++) {
                components.add(number(value(versions, SGX + ".2." + i), 0xff));
            }
            return new PlatformCertificate(
                    octets(value(values, SGX + ".1"), 16),
                    components,
                    number(value(versions, SGX + ".2.17"), 0xffff),
                    octets(value(values, SGX + ".3"), 2),
                    octets(value(values, SGX + ".4"), 6));
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw EvidenceFormatException.of("platform certificate", "the extension " + SGX + " is malformed", e);
        }
    }

    private static Map<String, ASN1Encodable> members(String arc, Object sequence) {
        Map<String, ASN1Encodable> members = new HashMap<>();
        ASN1Sequence all = sequence instanceof byte[] der
                ? ASN1Sequence.getInstance(parse(der))
                : ASN1Sequence.getInstance(sequence);
        for (ASN1Encodable member : all) {
            ASN1Sequence pair = ASN1Sequence.getInstance(member);
            if (pair.size() != 2) {
                throw new IllegalArgumentException("expected pairs in " + arc);
            }
            String id = ASN1ObjectIdentifier.getInstance(pair.getObjectAt(0)).getId();
            // Two readers could each believe another of two values.
            if (members.put(id, pair.getObjectAt(1)) != null) {
                throw new IllegalArgumentException("expected each member of " + arc + " once, found " + id);
            }
        }
        return members;
    }

    private static ASN1Primitive parse(byte[] der) {
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ASN1Encodable value(Map<String, ASN1Encodable> members, String id) {
        ASN1Encodable value = members.get(id);
        if (value == null) {
            throw new IllegalArgumentException("expected the member " + id);
        }
        return value;
    }

    private static Bytes octets(ASN1Encodable value, int size) {
        Bytes octets = Bytes.of(ASN1OctetString.getInstance(value).getOctets());
        if (octets.size() != size) {
            throw new IllegalArgumentException("expected " + size + " bytes, found " + octets.size());
        }
        return octets;
    }

    private static int number(ASN1Encodable value, int max) {
        BigInteger number = ASN1Integer.getInstance(value).getValue();
        if (number.signum() < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw new IllegalArgumentException("expected 0 to " + max + ", found " + number);
        }
        return number.intValueExact();
    }
}
