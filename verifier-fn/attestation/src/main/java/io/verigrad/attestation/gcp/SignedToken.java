package io.verigrad.attestation.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.x509.Certificates;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A JSON Web Token (RFC 7519) in compact form, signed by RS256. Only what names a key that is pinned elsewhere may be in
 * its header: a key, or the address of one, that comes with a token proves nothing.
 *
 * @param keyId empty if the token brings certificates
 * @param certificates leaf first, root last; none if the token names a key
 * @param signed the bytes under the signature
 */
record SignedToken(String keyId, List<X509Certificate> certificates, JsonNode claims, Bytes signed, Bytes signature) {
    private static final String FIELD = "token";
    private static final Set<String> HEADER = Set.of("alg", "kid", "typ", "x5c");
    private static final int MAX_CERTIFICATES = 6;

    SignedToken {
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads a token; the signature is not checked.
     *
     * @throws EvidenceFormatException if it is anything else, or has another header
     */
    static SignedToken parse(Bytes token) throws EvidenceFormatException {
        String text = new String(token.toArray(), StandardCharsets.ISO_8859_1);
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw EvidenceFormatException.of(FIELD, "expected three parts, found " + parts.length);
        }
        JsonNode header = json(decode(parts[0]));
        List<String> unknown = new ArrayList<>();
        header.fieldNames().forEachRemaining(name -> {
            if (!HEADER.contains(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty() || !header.path("alg").asText().equals("RS256")) {
            throw EvidenceFormatException.of(FIELD, "expected a header of alg RS256, typ, and kid or x5c");
        }
        if (header.has("typ") && !header.path("typ").asText().equals("JWT")) {
            throw EvidenceFormatException.of(FIELD, "expected typ JWT");
        }
        List<X509Certificate> certificates = certificates(header.path("x5c"));
        boolean named = header.path("kid").isTextual();
        if (certificates.isEmpty() && !named) {
            throw EvidenceFormatException.of(FIELD, "expected kid or x5c");
        }
        return new SignedToken(
                certificates.isEmpty() ? header.path("kid").asText() : "",
                certificates,
                json(decode(parts[1])),
                Bytes.of((parts[0] + "." + parts[1]).getBytes(StandardCharsets.ISO_8859_1)),
                decode(parts[2]));
    }

    boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(signed.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException notThisKey) {
            return false;
        }
    }

    private static List<X509Certificate> certificates(JsonNode chain) throws EvidenceFormatException {
        List<X509Certificate> certificates = new ArrayList<>();
        if (chain.isMissingNode()) {
            return certificates;
        }
        if (!chain.isArray() || chain.size() < 2 || chain.size() > MAX_CERTIFICATES) {
            throw EvidenceFormatException.of(FIELD, "expected x5c of 2 to " + MAX_CERTIFICATES + " certificates");
        }
        for (JsonNode certificate : chain) {
            try {
                certificates.add(
                        Certificates.parse("x5c", Bytes.of(Base64.getDecoder().decode(certificate.asText()))));
            } catch (IllegalArgumentException e) {
                throw EvidenceFormatException.of("x5c", "expected base64", e);
            }
        }
        return certificates;
    }

    private static Bytes decode(String part) throws EvidenceFormatException {
        try {
            Bytes decoded = Bytes.of(Base64.getUrlDecoder().decode(part));
            // Spare bits of the last character, and padding, would give one token several forms.
            if (Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(decoded.toArray())
                    .equals(part)) {
                return decoded;
            }
        } catch (IllegalArgumentException notBase64) {
            // Reported below, like another form of the same.
        }
        throw EvidenceFormatException.of(FIELD, "expected base64url without padding (RFC 7515, section 2)");
    }

    private static JsonNode json(Bytes part) throws EvidenceFormatException {
        try {
            JsonNode json = Json.read(part.toArray(), JsonNode.class);
            if (json.isObject()) {
                return json;
            }
        } catch (MalformedJsonException notJson) {
            // Reported below, like another value.
        }
        throw EvidenceFormatException.of(FIELD, "expected JSON objects");
    }
}
