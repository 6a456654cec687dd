package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.pki.Issued;
import io.verigrad.attestation.pki.StatusForge;
import io.verigrad.value.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;

/** Makes manifests as NVIDIA signs them, with exactly the defect that a test sets. */
public final class RimForge {
    static final KeyPair ROOT_KEY = CertificateForge.ec("secp384r1");
    private static final KeyPair SIGNER_KEY = CertificateForge.ec("secp384r1");
    static final KeyPair OTHER_KEY = CertificateForge.ec("secp384r1");
    static final Issued ROOT = CertificateForge.root(
                    "CN=Test CoRIM signing Root CA",
                    ROOT_KEY,
                    GpuForge.NOW.minus(Duration.ofDays(900)),
                    GpuForge.NOW.plus(Duration.ofDays(9000)))
            .issue();
    private static final String C14N = "http://www.w3.org/2006/12/xml-c14n11";

    String version;
    String product = "GH100";
    SortedMap<Integer, List<Bytes>> golden = new TreeMap<>();
    PrivateKey signer = SIGNER_KEY.getPrivate();
    Consumer<CertificateForge> leaf = c -> {};
    Consumer<StatusForge> status = s -> {};
    boolean withStatus = true;
    public Issued root = ROOT;
    UnaryOperator<String> beforeSigning = xml -> xml;
    public UnaryOperator<String> afterSigning = xml -> xml;
    String digest = "http://www.w3.org/2001/04/xmldsig-more#sha384";

    RimForge(String version, Map<Integer, Bytes> golden) {
        this.version = version;
        golden.forEach((index, value) -> this.golden.put(index, List.of(value)));
    }

    Issued leaf() {
        CertificateForge forge = CertificateForge.leaf(
                "CN=Test RIM Signer",
                SIGNER_KEY,
                root,
                GpuForge.NOW.minus(Duration.ofDays(100)),
                GpuForge.NOW.plus(Duration.ofDays(300)));
        forge.serial = java.math.BigInteger.valueOf(77);
        leaf.accept(forge);
        return forge.issue();
    }

    List<Bytes> statuses() {
        Instant now = GpuForge.NOW;
        StatusForge forge = new StatusForge(leaf(), root, now.minusSeconds(600), now.plus(Duration.ofDays(2)));
        status.accept(forge);
        return withStatus ? List.of(forge.issue()) : List.of();
    }

    /** The manifest, unsigned. */
    public String content() {
        List<String> resources = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            List<Bytes> values = golden.getOrDefault(i, List.of(Bytes.of(new byte[48])));
            StringBuilder hashes = new StringBuilder();
            for (int alternative = 0; alternative < values.size(); alternative++) {
                hashes.append(" ns2:Hash%d=\"%s\""
                        .formatted(
                                alternative, values.get(alternative).toString().substring(2)));
            }
            resources.add(
                    "<Resource type=\"Measurement\" index=\"%d\" active=\"%s\" alternatives=\"%d\"%s name=\"m\" size=\"48\"/>"
                            .formatted(i, golden.containsKey(i) ? "True" : "False", values.size(), hashes));
        }
        return """
                <SoftwareIdentity xmlns="http://standards.iso.org/iso/19770/-2/2015/schema.xsd" \
                xmlns:ns2="http://www.w3.org/2001/04/xmlenc#sha384" name="%s" tagId="x" version="1.0">
                <Meta colloquialVersion="%s" product="%s"/>
                <Payload>%s</Payload></SoftwareIdentity>""".formatted(product, version, product, String.join("\n", resources));
    }

    Bytes issue() {
        try {
            DocumentBuilderFactory builders = DocumentBuilderFactory.newDefaultNSInstance();
            Document document = builders.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(
                            beforeSigning.apply(content()).getBytes(StandardCharsets.UTF_8)));
            XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
            Reference reference = factory.newReference(
                    "",
                    factory.newDigestMethod(digest, null),
                    List.of(
                            factory.newTransform(
                                    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                                    (TransformParameterSpec) null),
                            factory.newTransform(C14N, (TransformParameterSpec) null)),
                    null,
                    null);
            SignedInfo info = factory.newSignedInfo(
                    factory.newCanonicalizationMethod(C14N, (C14NMethodParameterSpec) null),
                    factory.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", null),
                    List.of(reference));
            KeyInfoFactory keys = factory.getKeyInfoFactory();
            CertificateFactory certificates = CertificateFactory.getInstance("X.509");
            List<Object> chain = new ArrayList<>();
            for (Issued issued : List.of(leaf(), root)) {
                chain.add(certificates.generateCertificate(
                        new ByteArrayInputStream(issued.der().toArray())));
            }
            KeyInfo keyInfo = keys.newKeyInfo(List.of(keys.newX509Data(chain)));
            factory.newXMLSignature(info, keyInfo).sign(new DOMSignContext(signer, document.getDocumentElement()));
            Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            transformer.transform(new DOMSource(document), new StreamResult(out));
            return Bytes.of(
                    afterSigning.apply(out.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
