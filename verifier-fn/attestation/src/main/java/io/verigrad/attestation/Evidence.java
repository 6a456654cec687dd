package io.verigrad.attestation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * Evidence of any format as it travels from a runner to verifiers: canonical JSON (RFC 8785).
 *
 * @param format names the parser, such as {@code software-v1}
 * @param document the evidence itself, in the format's own encoding
 * @param binding what the document's binding hash is made of
 * @param blockHash the block that the nonce was made from
 */
public record Evidence(String format, Bytes document, Binding binding, Hash32 blockHash) {
    /** The largest document that is not composite, in bytes. */
    public static final int MAX_DOCUMENT = 20 << 10;
    /** The largest envelope, in bytes of JSON. */
    public static final int MAX_ENVELOPE = 256 << 10;

    public Evidence {
        if (!format.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException("expected a format of lower-case letters, digits and hyphens");
        }
        int max = format.equals(CompositeDocument.FORMAT) ? CompositeDocument.MAX_SIZE : MAX_DOCUMENT;
        if (document.size() == 0 || document.size() > max) {
            throw new IllegalArgumentException(
                    "expected a document of 1 to " + max + " bytes, found " + document.size());
        }
    }

    /**
     * Reads an envelope. It must be the canonical form, so that one piece of evidence has one encoding.
     *
     * @throws EvidenceFormatException if it is anything else
     */
    public static Evidence parse(byte[] envelope) throws EvidenceFormatException {
        if (envelope.length > MAX_ENVELOPE) {
            throw EvidenceFormatException.of(
                    "envelope", "expected at most " + MAX_ENVELOPE + " bytes, found " + envelope.length);
        }
        Evidence evidence;
        try {
            JsonNode tree = Json.read(envelope, JsonNode.class);
            evidence = new Evidence(
                    text(tree, "format"),
                    Bytes.of(Base64.getDecoder().decode(text(tree, "document"))),
                    Json.convert(tree.path("binding"), Binding.class),
                    Hash32.parse(text(tree, "blockHash")));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw EvidenceFormatException.of("envelope", String.valueOf(e.getMessage()), e);
        }
        if (!Arrays.equals(evidence.encode(), envelope)) {
            throw EvidenceFormatException.of("envelope", "expected canonical JSON (RFC 8785) without further members");
        }
        return evidence;
    }

    /** The canonical JSON of this envelope. */
    public byte[] encode() {
        return CanonicalJson.encode(Map.of(
                "format", format,
                "document", Base64.getEncoder().encodeToString(document.toArray()),
                "binding", Json.mapper().convertValue(binding, new TypeReference<Map<String, String>>() {}),
                "blockHash", blockHash.toString()));
    }

    /** The envelope in base64, as requests carry it. */
    public String toBase64() {
        return Base64.getEncoder().encodeToString(encode());
    }

    /**
     * Reads the base64 form.
     *
     * @throws EvidenceFormatException if it is not base64 of an envelope
     */
    public static Evidence parseBase64(String text) throws EvidenceFormatException {
        if (text.length() > MAX_ENVELOPE * 4 / 3 + 4) {
            throw EvidenceFormatException.of(
                    "envelope", "expected at most " + MAX_ENVELOPE + " bytes, found " + text.length() + " of base64");
        }
        byte[] envelope;
        try {
            envelope = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw EvidenceFormatException.of("envelope", "not base64", e);
        }
        return parse(envelope);
    }

    private static String text(JsonNode tree, String member) {
        JsonNode value = tree.path(member);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("expected the text member " + member);
        }
        return value.textValue();
    }
}
