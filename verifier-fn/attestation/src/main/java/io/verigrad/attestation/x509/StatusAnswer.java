package io.verigrad.attestation.x509;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** One answer of a responder, with the whole response that it is signed in (RFC 6960, section 4.2.1). */
record StatusAnswer(BasicOCSPResponse response, SingleResponse single) {
    private static final int GOOD = 0;
    private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    private static final Map<String, String> HASHES = Map.of(
            "1.3.14.3.2.26", "SHA-1",
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384");
    private static final Map<String, String> SIGNATURES = Map.of(
            "1.2.840.10045.4.3.2", "SHA256withECDSA",
            "1.2.840.10045.4.3.3", "SHA384withECDSA");

    /** The answers of one response, none if it is not a successful basic response. */
    static List<StatusAnswer> parse(Bytes der) {
        try {
            OCSPResponse outer = OCSPResponse.getInstance(exactly(der.toArray()));
            // The library reads some other tags as these; what it makes of them must be what was there.
            if (!Arrays.equals(outer.getEncoded("DER"), der.toArray())) {
                return List.of();
            }
            if (outer.getResponseStatus().getIntValue() != OCSPResponseStatus.SUCCESSFUL
                    || outer.getResponseBytes() == null
                    || !outer.getResponseBytes().getResponseType().equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
                return List.of();
            }
            BasicOCSPResponse response = BasicOCSPResponse.getInstance(
                    exactly(outer.getResponseBytes().getResponse().getOctets()));
            List<StatusAnswer> answers = new ArrayList<>();
            response.getTbsResponseData()
                    .getResponses()
                    .forEach(item -> answers.add(new StatusAnswer(response, SingleResponse.getInstance(item))));
            return answers;
        } catch (IOException | RuntimeException unreadable) {
            // The library reports malformed values by many kinds of exceptions; none of them is an answer.
            return List.of();
        }
    }

    private static ASN1Primitive exactly(byte[] der) throws IOException {
        ASN1Primitive value = ASN1Primitive.fromByteArray(der);
        if (!Arrays.equals(value.getEncoded("DER"), der)) {
            throw new IOException("expected DER");
        }
        return value;
    }

    boolean isAbout(X509Certificate certificate, X509Certificate issuer) {
        try {
            CertID id = single.getCertID();
            String hash = HASHES.get(id.getHashAlgorithm().getAlgorithm().getId());
            if (hash == null) {
                return false;
            }
            MessageDigest digest = MessageDigest.getInstance(hash);
            byte[] name = digest.digest(issuer.getSubjectX500Principal().getEncoded());
            byte[] key = digest.digest(
                    SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded())
                            .getPublicKeyData()
                            .getOctets());
            return id.getSerialNumber().getValue().equals(certificate.getSerialNumber())
                    && Arrays.equals(id.getIssuerNameHash().getOctets(), name)
                    && Arrays.equals(id.getIssuerKeyHash().getOctets(), key);
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            return false;
        }
    }

    /** Whether the issuer signed it, or a responder that it delegated to (RFC 6960, section 4.2.2.2). */
    boolean isBy(X509Certificate issuer, Instant now) {
        if (isSignedBy(issuer.getPublicKey())) {
            return true;
        }
        try {
            if (response.getCerts() == null) {
                return false;
            }
            for (var item : response.getCerts()) {
                X509Certificate responder = Certificates.parse(
                        "responder", Bytes.of(Certificate.getInstance(item).getEncoded("DER")));
                if (isDelegated(responder, issuer, now) && isSignedBy(responder.getPublicKey())) {
                    return true;
                }
            }
            return false;
        } catch (IOException | EvidenceFormatException | RuntimeException unreadable) {
            return false;
        }
    }

    private static boolean isDelegated(X509Certificate responder, X509Certificate issuer, Instant now) {
        try {
            responder.verify(issuer.getPublicKey());
            List<String> usages = responder.getExtendedKeyUsage();
            // Any other certificate of the issuer could else speak for it.
            return usages != null
                    && usages.contains(OCSP_SIGNING)
                    && responder.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    && !now.isBefore(responder.getNotBefore().toInstant())
                    && !now.isAfter(responder.getNotAfter().toInstant());
        } catch (GeneralSecurityException notDelegated) {
            return false;
        }
    }

    private boolean isSignedBy(PublicKey key) {
        String algorithm =
                SIGNATURES.get(response.getSignatureAlgorithm().getAlgorithm().getId());
        if (algorithm == null) {
            return false;
        }
        try {
            ASN1BitString signature = response.getSignature();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(response.getTbsResponseData().getEncoded("DER"));
            return verifier.verify(signature.getOctets());
        } catch (GeneralSecurityException | IOException | RuntimeException notThisKey) {
            return false;
        }
    }

    /** An unknown certificate is not a good one. */
    boolean good() {
        CertStatus status = single.getCertStatus();
        return status.getTagNo() == GOOD;
    }

    Instant thisUpdate() {
        return time(single.getThisUpdate(), Instant.MAX);
    }

    /** Without a next update it is good at no time. */
    Instant nextUpdate() {
        return single.getNextUpdate() == null ? Instant.MIN : time(single.getNextUpdate(), Instant.MIN);
    }

    private static Instant time(ASN1GeneralizedTime time, Instant unreadable) {
        try {
            return time.getDate().toInstant();
        } catch (ParseException notATime) {
            return unreadable;
        }
    }
}
