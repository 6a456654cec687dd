package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.CollateralFormatException;
import java.security.PublicKey;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;

/**
 * The enveloped signature of a manifest ("XML Signature Syntax and Processing", version 1.1): over the whole document
 * without the signature, ECDSA with SHA-384, canonical XML 1.1. Nothing else is read, so that nothing can be wrapped,
 * transformed or referenced into what is signed.
 */
final class RimSignature {
    private static final String DS = XMLSignature.XMLNS;
    private static final String C14N_11 = "http://www.w3.org/2006/12/xml-c14n11";
    private static final String ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    private static final String ECDSA_SHA384 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";
    private static final String SHA384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";

    private static final Pattern P384_IN_BASE64 = Pattern.compile("[A-Za-z0-9+/]{128}");

    private final Element signature;
    private final List<String> certificates;

    private RimSignature(Element signature, List<String> certificates) {
        this.signature = signature;
        this.certificates = List.copyOf(certificates);
    }

    static RimSignature of(Element root) throws CollateralFormatException {
        Element signature = RimXml.child(root, DS, "Signature");
        if (root.getElementsByTagNameNS(DS, "Signature").getLength() != 1) {
            throw RimXml.problem("expected one signature");
        }
        Element info = RimXml.child(signature, DS, "SignedInfo");
        requireAlgorithm(RimXml.child(info, DS, "CanonicalizationMethod"), C14N_11);
        requireAlgorithm(RimXml.child(info, DS, "SignatureMethod"), ECDSA_SHA384);
        Element reference = RimXml.child(info, DS, "Reference");
        if (!reference.hasAttribute("URI") || !reference.getAttribute("URI").isEmpty()) {
            throw RimXml.problem("expected a signature over the whole document");
        }
        List<Element> transforms = RimXml.children(RimXml.child(reference, DS, "Transforms"), DS, "Transform");
        if (transforms.size() != 2) {
            throw RimXml.problem("expected two transforms, found " + transforms.size());
        }
        requireAlgorithm(transforms.get(0), ENVELOPED);
        requireAlgorithm(transforms.get(1), C14N_11);
        requireAlgorithm(RimXml.child(reference, DS, "DigestMethod"), SHA384);
        requireCanonicalValue(RimXml.child(signature, DS, "SignatureValue"));
        Element data = RimXml.child(RimXml.child(signature, DS, "KeyInfo"), DS, "X509Data");
        return new RimSignature(
                signature,
                RimXml.children(data, DS, "X509Certificate").stream()
                        .map(Element::getTextContent)
                        .toList());
    }

    /** The certificates that came with it, in base64. */
    List<String> certificates() {
        return certificates;
    }

    /** Whether {@code key} signed the document as it was read. What the document says of keys is not looked at. */
    boolean isBy(PublicKey key) {
        try {
            DOMValidateContext context = new DOMValidateContext(KeySelector.singletonKeySelector(key), signature);
            context.setProperty("org.jcp.xml.dsig.secureValidation", true);
            XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
            return factory.unmarshalXMLSignature(context).validate(context);
        } catch (MarshalException | XMLSignatureException | RuntimeException notSigned) {
            // Untrusted bytes reach a large library here; whatever it says, they are not signed.
            return false;
        }
    }

    /** The library passes over whatever is no base64 between the characters, so that one signature could be written in many ways. */
    private static void requireCanonicalValue(Element value) throws CollateralFormatException {
        String text = value.getTextContent().replaceAll("[ \\t\\r\\n]", "");
        if (RimXml.elements(value) != 0 || !P384_IN_BASE64.matcher(text).matches()) {
            throw RimXml.problem("expected 96 bytes in base64 as SignatureValue");
        }
    }

    private static void requireAlgorithm(Element element, String algorithm) throws CollateralFormatException {
        boolean plain = RimXml.elements(element) == 0;
        if (!plain || !element.getAttribute("Algorithm").equals(algorithm)) {
            throw RimXml.problem("expected " + algorithm + " in " + element.getLocalName());
        }
    }
}
