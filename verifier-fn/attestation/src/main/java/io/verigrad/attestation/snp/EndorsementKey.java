package io.verigrad.attestation.snp;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.x509.CommonName;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;

/**
 * The certificate of a key that signs reports (AMD 57230, "VCEK Certificate and KDS Interface Specification", table 8).
 *
 * @param productName such as {@code Milan-B0}
 * @param versions security patch levels by the last arc of their object identifier
 * @param hardwareId empty if it has none
 * @param provider empty if it has none
 */
record EndorsementKey(
        X509Certificate certificate,
        String productName,
        Map<Integer, Integer> versions,
        Bytes hardwareId,
        String provider) {
    private static final String PREFIX = "1.3.6.1.4.1.3704.1.";
    private static final int LAST_VERSION = 9;
    private static final Map<String, Integer> ARCS =
            Map.of("bootloader", 1, "tee", 2, "snp", 3, "microcode", 8, "fmc", 9);

    EndorsementKey {
        versions = Map.copyOf(versions);
    }

    /**
     * Reads the extensions of a certificate.
     *
     * @throws EvidenceFormatException if one is not what it should be
     */
    static EndorsementKey of(X509Certificate certificate) throws EvidenceFormatException {
        try {
            Map<Integer, Integer> versions = new HashMap<>();
            for (int arc = 1; arc <= LAST_VERSION; arc++) {
                byte[] level = certificate.getExtensionValue(PREFIX + "3." + arc);
                if (level != null) {
                    versions.put(arc, version(level));
                }
            }
            byte[] product = certificate.getExtensionValue(PREFIX + "2");
            byte[] hardware = certificate.getExtensionValue(PREFIX + "4");
            byte[] provider = certificate.getExtensionValue(PREFIX + "5");
            return new EndorsementKey(
                    certificate,
                    product == null ? "" : text(product),
                    versions,
                    // Not wrapped in a type of its own, unlike the others.
                    hardware == null ? Bytes.EMPTY : Bytes.of(octets(hardware)),
                    provider == null ? "" : text(provider));
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw EvidenceFormatException.of("endorsement key", "an extension is not what it should be", e);
        }
    }

    /** Whether it has what certificates of this kind have, and nothing of the other kind. */
    boolean isOf(SigningKey kind) {
        boolean own = switch (kind) {
            case VCEK -> hardwareId.size() > 0 && provider.isEmpty();
            case VLEK -> hardwareId.size() == 0 && !provider.isEmpty();
        };
        return own && CommonName.subject(certificate).equals(kind.subject());
    }

    /** Whether it was issued for exactly this version; levels that the version does not have must be zero. */
    boolean isFor(TcbVersion version) {
        Map<Integer, Integer> expected = new HashMap<>();
        version.components().forEach((component, level) -> expected.put(ARCS.getOrDefault(component, 0), level));
        return versions.keySet().containsAll(expected.keySet())
                && versions.entrySet().stream()
                        .allMatch(entry -> entry.getValue().equals(expected.getOrDefault(entry.getKey(), 0)));
    }

    /** Whether its product name is that of {@code product}, with or without a stepping. */
    boolean isFor(Product product) {
        return productName.equals(product.title()) || productName.startsWith(product.title() + "-");
    }

    private static int version(byte[] extension) {
        BigInteger level = ASN1Integer.getInstance(octets(extension)).getValue();
        if (level.signum() < 0 || level.bitLength() > 8) {
            throw new IllegalArgumentException("expected a level of 0 to 255, found " + level);
        }
        return level.intValueExact();
    }

    private static String text(byte[] extension) {
        return ASN1IA5String.getInstance(octets(extension)).getString();
    }

    private static byte[] octets(byte[] extension) {
        return ASN1OctetString.getInstance(extension).getOctets();
    }
}
