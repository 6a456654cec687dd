package io.verigrad.attestation.jose;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Set;

/**
 * A signed token in the compact form (RFC 7515, section 7.1; RFC 7519).
 *
 * @param keyId names the key at its issuer, empty if it names none
 * @param claims an object; to be read only after {@link #isSignedBy} said yes
 * @param signingInput header, point, claims, as they were signed
 */
public record Jws(String keyId, String algorithm, JsonNode claims, Bytes signingInput, Bytes signature) {
    /** The longest token, in characters. */
    public static final int MAX_LENGTH = 64 << 10;

    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

    /** An algorithm that a reader may demand. */
    public enum Algorithm {
        ES256("SHA256withECDSAinP1363Format"),
        ES384("SHA384withECDSAinP1363Format"),
        RS256("SHA256withRSA");

        private final String name;

        Algorithm(String name) {
            this.name = name;
        }
    }

    /**
     * Reads a token; the signature is not checked.
     *
     * @throws EvidenceFormatException if it is anything else, or its header brings a key, or names a place of one
     */
    public static Jws parse(String field, String token) throws EvidenceFormatException {
        if (token.length() > MAX_LENGTH) {
            throw EvidenceFormatException.of(
                    field, "expected at most " + MAX_LENGTH + " characters, found " + token.length());
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw EvidenceFormatException.of(field, "expected header, claims and signature");
        }
        JsonNode header = object(field, parts[0]);
        for (String name : (Iterable<String>) header::fieldNames) {
            // jwk, jku, x5u and x5c would let the token choose who vouches for it; crit means what we cannot know.
            if (!HEADER.contains(name)) {
                throw EvidenceFormatException.of(field, "unexpected header " + name);
            }
        }
        return new Jws(
                header.path("kid").asText(""),
                header.path("alg").asText(""),
                object(field, parts[1]),
                Bytes.of((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII)),
                decode(field, parts[2]));
    }

    /** Whether {@code key} signed it by exactly this algorithm. */
    public boolean isSignedBy(PublicKey key, Algorithm expected) {
        if (!algorithm.equals(expected.name())) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(expected.name);
            verifier.initVerify(key);
            verifier.update(signingInput.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException notThisKey) {
            return false;
        }
    }

    private static JsonNode object(String field, String part) throws EvidenceFormatException {
        try {
            JsonNode tree = Json.read(decode(field, part).toArray(), JsonNode.class);
            if (!tree.isObject()) {
                throw EvidenceFormatException.of(field, "expected JSON objects");
            }
            return tree;
        } catch (MalformedJsonException e) {
            throw EvidenceFormatException.of(field, "expected JSON objects", e);
        }
    }

    private static Bytes decode(String field, String part) throws EvidenceFormatException {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(part);
            // One token has one form: the bits that base64 leaves over are zero, and nothing is padded.
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(part)) {
                throw EvidenceFormatException.of(field, "expected base64url without padding");
            }
            return Bytes.of(decoded);
        } catch (IllegalArgumentException e) {
            throw EvidenceFormatException.of(field, "expected base64url", e);
        }
    }
}
