package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.jcajce.JcaX500NameUtil;

/**
 * The certificate of the key that signs reports, which the device makes itself (TCG, "DICE Attestation Architecture",
 * version 1.1, section 6.1).
 *
 * @param product the chip, such as {@code GH100}
 * @param kind GPU or switch
 * @param id the serial number in hex; NVIDIA's {@code ueid} is the same number
 * @param firmwareId SHA-384 of the firmware that got the key, empty if the certificate names none
 */
record DeviceCertificate(String product, Kind kind, String id, Optional<Bytes> firmwareId) {
    private static final Pattern NAME = Pattern.compile("([A-Z0-9_]{2,16}) [A-Z0-9]{2,4} (GSP|FSP) FMC LF");
    private static final String MULTI_FIRMWARE = "2.23.133.5.4.1.1";
    private static final String FIRMWARE = "2.23.133.5.4.1";
    private static final ASN1ObjectIdentifier SHA_384 = new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.2");
    private static final int FIRMWARE_IDS = 6;
    private static final int ID_DIGITS = 40;

    enum Kind {
        GPU,
        SWITCH
    }

    /**
     * Reads names and extension of a leaf.
     *
     * @throws EvidenceFormatException if they are not those of a GPU or a switch
     */
    static DeviceCertificate of(X509Certificate leaf) throws EvidenceFormatException {
        Matcher name = NAME.matcher(commonName(leaf));
        String id = leaf.getSerialNumber().toString(16);
        if (!name.matches() || leaf.getSerialNumber().signum() <= 0 || id.length() > ID_DIGITS) {
            throw EvidenceFormatException.of(
                    "certificate 0",
                    "expected the firmware key of a GPU or a switch, found "
                            + leaf.getSubjectX500Principal().getName());
        }
        try {
            return new DeviceCertificate(
                    name.group(1),
                    name.group(2).equals("GSP") ? Kind.GPU : Kind.SWITCH,
                    "0x" + "0".repeat(ID_DIGITS - id.length()) + id,
                    firmwareId(leaf));
        } catch (IllegalArgumentException | IllegalStateException | ArrayIndexOutOfBoundsException e) {
            throw EvidenceFormatException.of("certificate 0", "expected a TCB information of DICE", e);
        }
    }

    private static Optional<Bytes> firmwareId(X509Certificate leaf) {
        byte[] multi = leaf.getExtensionValue(MULTI_FIRMWARE);
        if (multi != null) {
            // DiceTcbInfo: the first of the firmware ids is the one of the layer that signs.
            for (var item : ASN1Sequence.getInstance(octets(multi))) {
                ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(item);
                if (tagged.getTagNo() == FIRMWARE_IDS) {
                    ASN1Sequence ids = ASN1Sequence.getInstance(tagged, false);
                    return Optional.of(digest(ASN1Sequence.getInstance(ids.getObjectAt(0))));
                }
            }
            return Optional.empty();
        }
        byte[] single = leaf.getExtensionValue(FIRMWARE);
        return single == null
                ? Optional.empty()
                : Optional.of(digest(ASN1Sequence.getInstance(
                        ASN1Sequence.getInstance(octets(single)).getObjectAt(2))));
    }

    private static Bytes digest(ASN1Sequence firmware) {
        Bytes digest =
                Bytes.of(ASN1OctetString.getInstance(firmware.getObjectAt(1)).getOctets());
        if (!SHA_384.equals(firmware.getObjectAt(0)) || digest.size() != 48) {
            throw new IllegalArgumentException("expected SHA-384");
        }
        return digest;
    }

    private static String commonName(X509Certificate certificate) {
        try {
            X500Name subject = JcaX500NameUtil.getSubject(certificate);
            RDN[] names = subject.getRDNs(BCStyle.CN);
            return names.length == 1 && !names[0].isMultiValued()
                    ? IETFUtils.valueToString(names[0].getFirst().getValue())
                    : "";
        } catch (IllegalArgumentException unreadable) {
            return "";
        }
    }

    private static byte[] octets(byte[] extension) {
        return ASN1OctetString.getInstance(extension).getOctets();
    }
}
