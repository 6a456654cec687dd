package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.Certificates;
import io.verigrad.value.Bytes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Reads the form of NVIDIA's manifests. Only direct children of the root are looked at, which the signature covers: what
 * is wrapped somewhere else is not found.
 */
final class RimReader {
    private static final String SWID = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
    private static final String SHA_384 = "http://www.w3.org/2001/04/xmlenc#sha384";
    private static final int MAX_INDEX = 254;
    private static final int MAX_ALTERNATIVES = 64;
    private static final int DIGEST = 48;
    private static final int MAX_CHAIN = 6;

    private final Document document;

    RimReader(Bytes xml) throws CollateralFormatException {
        this.document = RimXml.parse(xml);
    }

    Rim read() throws CollateralFormatException {
        Element root = document.getDocumentElement();
        if (!SWID.equals(root.getNamespaceURI()) || !"SoftwareIdentity".equals(root.getLocalName())) {
            throw RimXml.problem("expected SoftwareIdentity of ISO/IEC 19770-2:2015, found " + root.getNodeName());
        }
        Element meta = RimXml.child(root, SWID, "Meta");
        Element payload = RimXml.child(root, SWID, "Payload");
        RimSignature signature = RimSignature.of(root);
        return new Rim(
                text(meta, "colloquialVersion"),
                text(meta, "product"),
                golden(payload),
                chain(signature.certificates()),
                signature);
    }

    private static SortedMap<Integer, List<Bytes>> golden(Element payload) throws CollateralFormatException {
        SortedMap<Integer, List<Bytes>> golden = new TreeMap<>();
        List<Integer> seen = new ArrayList<>();
        for (Element resource : RimXml.children(payload, SWID, "Resource")) {
            // Another kind of resource would be a rule that we do not know: passing over it would be to break it.
            if (!resource.getAttribute("type").equals("Measurement")) {
                throw RimXml.problem("expected measurements, found a resource of type " + text(resource, "type"));
            }
            int index = number(resource, "index", MAX_INDEX);
            if (seen.contains(index)) {
                throw RimXml.problem("expected each index once, found " + index + " again");
            }
            seen.add(index);
            List<Bytes> digests = digests(resource);
            switch (resource.getAttribute("active")) {
                case "True" -> golden.put(index, digests);
                case "False" -> {}
                default -> throw RimXml.problem("expected True or False for index " + index);
            }
        }
        if (golden.isEmpty()) {
            // It would bind nothing and so accept everything.
            throw RimXml.problem("expected an active measurement");
        }
        return golden;
    }

    private static List<Bytes> digests(Element resource) throws CollateralFormatException {
        int alternatives = number(resource, "alternatives", MAX_ALTERNATIVES);
        if (alternatives == 0 || number(resource, "size", DIGEST) != DIGEST) {
            throw RimXml.problem("expected one or more digests of " + DIGEST + " bytes");
        }
        List<Bytes> digests = new ArrayList<>();
        for (int i = 0; i < alternatives; i++) {
            String hex = resource.getAttributeNS(SHA_384, "Hash" + i);
            if (!hex.matches("[0-9a-fA-F]{" + 2 * DIGEST + "}")) {
                throw RimXml.problem("expected a digest of SHA-384 as Hash" + i);
            }
            digests.add(Bytes.parse("0x" + hex));
        }
        return List.copyOf(digests);
    }

    private static CertificateChain chain(List<String> encoded) throws CollateralFormatException {
        if (encoded.size() < 2 || encoded.size() > MAX_CHAIN) {
            throw RimXml.problem("expected 2 to " + MAX_CHAIN + " certificates, found " + encoded.size());
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (String text : encoded) {
            String base64 = text.replaceAll("[\r\n ]", "");
            try {
                byte[] der = Base64.getDecoder().decode(base64);
                // One certificate has one form: the bits that base64 leaves over are zero.
                if (!Base64.getEncoder().encodeToString(der).equals(base64)) {
                    throw RimXml.problem("expected base64 without stray bits");
                }
                certificates.add(Certificates.parse("certificate", Bytes.of(der)));
            } catch (EvidenceFormatException | IllegalArgumentException e) {
                throw new CollateralFormatException("manifest: expected certificates in base64", e);
            }
        }
        return new CertificateChain(certificates);
    }

    private static String text(Element element, String attribute) throws CollateralFormatException {
        String text = element.getAttribute(attribute);
        if (!text.matches("[A-Za-z0-9._ -]{1,64}")) {
            throw RimXml.problem("expected a name or version as " + attribute);
        }
        return text;
    }

    private static int number(Element element, String attribute, int max) throws CollateralFormatException {
        String text = element.getAttribute(attribute);
        int number = text.matches("0|[1-9][0-9]{0,3}") ? Integer.parseInt(text) : -1;
        if (number < 0 || number > max) {
            throw RimXml.problem("expected a number of 0 to " + max + " as " + attribute);
        }
        return number;
    }
}
