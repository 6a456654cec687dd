package io.verigrad.attestation;

import io.verigrad.value.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a verifier needs besides the evidence (endorsements, RFC 9334, section 8.2), fetched by somebody else. None of it
 * is believed: certificates must chain to a pinned root and lists must be signed by the issuer they speak for.
 *
 * @param certificates endorsement certificates and the ones above them, in any order
 * @param revocationLists certificate revocation lists (RFC 5280, section 5), in any order
 * @param documents what else vendors state, in any order
 */
public record Collateral(
        List<X509Certificate> certificates, List<X509CRL> revocationLists, List<CollateralDocument> documents) {
    /** No collateral at all. */
    public static final Collateral NONE = new Collateral(List.of(), List.of(), List.of());

    public Collateral {
        certificates = List.copyOf(certificates);
        revocationLists = List.copyOf(revocationLists);
        documents = List.copyOf(documents);
    }

    /** Certificates and lists only. */
    public Collateral(List<X509Certificate> certificates, List<X509CRL> revocationLists) {
        this(certificates, revocationLists, List.of());
    }

    /** The contents of all documents of one kind. */
    public List<Bytes> documents(CollateralDocument.Kind kind) {
        return documents.stream()
                .filter(document -> document.kind() == kind)
                .map(CollateralDocument::content)
                .toList();
    }

    /** The same with these documents instead. */
    public Collateral with(List<CollateralDocument> others) {
        return new Collateral(certificates, revocationLists, others);
    }

    /**
     * Parses DER.
     *
     * @throws CollateralFormatException if something is not exactly one certificate, or exactly one list
     */
    public static Collateral parse(List<Bytes> certificates, List<Bytes> revocationLists)
            throws CollateralFormatException {
        List<X509Certificate> parsedCertificates = new ArrayList<>();
        List<X509CRL> parsedLists = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Bytes der : certificates) {
                X509Certificate certificate =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toArray()));
                requireEqual(der, Bytes.of(certificate.getEncoded()));
                parsedCertificates.add(certificate);
            }
            for (Bytes der : revocationLists) {
                X509CRL list = (X509CRL) factory.generateCRL(new ByteArrayInputStream(der.toArray()));
                requireEqual(der, Bytes.of(list.getEncoded()));
                parsedLists.add(list);
            }
        } catch (CertificateException | CRLException e) {
            throw new CollateralFormatException("expected DER certificates and revocation lists", e);
        }
        return new Collateral(parsedCertificates, parsedLists, List.of());
    }

    private static void requireEqual(Bytes der, Bytes encoded) throws CertificateException {
        if (!der.equals(encoded)) {
            throw new CertificateException("found more than one DER value");
        }
    }
}
