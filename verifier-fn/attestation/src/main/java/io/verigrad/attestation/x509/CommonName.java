package io.verigrad.attestation.x509;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.jcajce.JcaX500NameUtil;

/** The common names in a certificate (RFC 5280, appendix A.1), by which vendors tell their certificates apart. */
public final class CommonName {
    private CommonName() {}

    /** The common name of the subject, empty unless there is exactly one. */
    public static String subject(X509Certificate certificate) {
        return of(certificate, JcaX500NameUtil::getSubject);
    }

    /** The common name of the issuer, empty unless there is exactly one. */
    public static String issuer(X509Certificate certificate) {
        return of(certificate, JcaX500NameUtil::getIssuer);
    }

    private static String of(X509Certificate certificate, Function<X509Certificate, X500Name> name) {
        try {
            List<RDN> names = List.of(name.apply(certificate).getRDNs(BCStyle.CN));
            return names.size() == 1 && !names.getFirst().isMultiValued()
                    ? IETFUtils.valueToString(names.getFirst().getFirst().getValue())
                    : "";
        } catch (IllegalArgumentException unreadable) {
            return "";
        }
    }
}
