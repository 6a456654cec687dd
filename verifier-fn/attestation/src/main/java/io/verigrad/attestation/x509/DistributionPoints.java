package io.verigrad.attestation.x509;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.jspecify.annotations.Nullable;

/** Where a certificate says its list is, and which certificates a list speaks for (RFC 5280, sections 4.2.1.13, 5.2.5). */
public final class DistributionPoints {
    private static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";

    private DistributionPoints() {}

    /** Whether the certificate names a place where its revocation list is. */
    public static boolean namedBy(X509Certificate certificate) {
        return certificate.getExtensionValue(CRL_DISTRIBUTION_POINTS) != null;
    }

    /** The places that the certificate names, as URIs; none if it cannot be read. */
    public static List<String> placesOf(X509Certificate certificate) {
        byte[] named = certificate.getExtensionValue(CRL_DISTRIBUTION_POINTS);
        if (named == null) {
            return List.of();
        }
        try {
            return fullNames(named).stream()
                    .filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
                    .map(name -> ASN1IA5String.getInstance(name.getName()).getString())
                    .toList();
        } catch (IllegalArgumentException | IllegalStateException unreadable) {
            return List.of();
        }
    }

    /** Whether a list without unknown critical extensions has the certificate in its scope. */
    static boolean covers(X509CRL list, X509Certificate certificate) {
        Set<String> critical = list.getCriticalExtensionOIDs();
        // A delta list, or a scope that we do not understand, would make an absent entry mean nothing.
        if (critical != null && !Set.of(ISSUING_DISTRIBUTION_POINT).containsAll(critical)) {
            return false;
        }
        byte[] scope = list.getExtensionValue(ISSUING_DISTRIBUTION_POINT);
        if (scope == null) {
            return true;
        }
        try {
            IssuingDistributionPoint point = IssuingDistributionPoint.getInstance(octets(scope));
            return !point.isIndirectCRL()
                    && point.getOnlySomeReasons() == null
                    && !point.onlyContainsAttributeCerts()
                    && !(point.onlyContainsUserCerts() && certificate.getBasicConstraints() >= 0)
                    && !(point.onlyContainsCACerts() && certificate.getBasicConstraints() < 0)
                    && isNamed(point.getDistributionPoint(), certificate);
        } catch (IllegalArgumentException | IllegalStateException unreadable) {
            return false;
        }
    }

    private static boolean isNamed(@Nullable DistributionPointName name, X509Certificate certificate) {
        if (name == null) {
            return true;
        }
        byte[] named = certificate.getExtensionValue(CRL_DISTRIBUTION_POINTS);
        if (named == null || name.getType() != DistributionPointName.FULL_NAME) {
            return false;
        }
        Set<GeneralName> places = fullNames(named);
        for (GeneralName full : GeneralNames.getInstance(name.getName()).getNames()) {
            if (places.contains(full)) {
                return true;
            }
        }
        return false;
    }

    private static Set<GeneralName> fullNames(byte[] extension) {
        Set<GeneralName> places = new LinkedHashSet<>();
        for (DistributionPoint point :
                CRLDistPoint.getInstance(octets(extension)).getDistributionPoints()) {
            DistributionPointName place = point.getDistributionPoint();
            if (place != null && place.getType() == DistributionPointName.FULL_NAME) {
                places.addAll(List.of(GeneralNames.getInstance(place.getName()).getNames()));
            }
        }
        return places;
    }

    private static byte[] octets(byte[] extension) {
        return ASN1OctetString.getInstance(extension).getOctets();
    }
}
