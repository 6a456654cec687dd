package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.value.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads XML of strangers: no document type, so no entities, no defaults and nothing fetched. */
final class RimXml {
    static final int MAX_SIZE = 256 << 10;
    private static final int MAX_DEPTH = 12;

    private RimXml() {}

    static Document parse(Bytes xml) throws CollateralFormatException {
        if (xml.size() > MAX_SIZE) {
            throw problem("expected at most " + MAX_SIZE + " bytes, found " + xml.size());
        }
        try {
            DocumentBuilder builder = factory().newDocumentBuilder();
            builder.setErrorHandler(SILENT);
            // Whatever the settings of the platform: nothing is resolved.
            builder.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("expected no external entity");
            });
            Document document = builder.parse(new ByteArrayInputStream(xml.toArray()));
            requireShallow(document, 0);
            return document;
        } catch (SAXException | IOException e) {
            throw new CollateralFormatException("manifest: expected XML without a document type", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java platform can refuse document types", e);
        }
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        return factory;
    }

    /** The signature is computed by recursion. */
    private static void requireShallow(Node node, int depth) throws CollateralFormatException {
        if (depth > MAX_DEPTH) {
            throw problem("expected at most " + MAX_DEPTH + " levels");
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            requireShallow(child, depth + 1);
        }
    }

    /** The children of that name, in order. */
    static List<Element> children(Element parent, String namespace, String name) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element
                    && namespace.equals(element.getNamespaceURI())
                    && name.equals(element.getLocalName())) {
                children.add(element);
            }
        }
        return children;
    }

    /** How many elements are in it. */
    static int elements(Element parent) {
        return parent.getElementsByTagName("*").getLength();
    }

    /** The only child of that name. */
    static Element child(Element parent, String namespace, String name) throws CollateralFormatException {
        List<Element> children = children(parent, namespace, name);
        if (children.size() != 1) {
            throw problem("expected one " + name + " in " + parent.getLocalName() + ", found " + children.size());
        }
        return children.getFirst();
    }

    static CollateralFormatException problem(String text) {
        return new CollateralFormatException("manifest: " + text);
    }

    private static final ErrorHandler SILENT = new ErrorHandler() {
        @Override
        public void warning(SAXParseException e) {
            // Not an error; the platform would print it.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    };
}
