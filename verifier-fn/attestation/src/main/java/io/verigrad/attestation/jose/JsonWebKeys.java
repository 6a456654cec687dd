package io.verigrad.attestation.jose;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.Certificates;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys of an issuer of tokens, of which those with a certificate can be believed (RFC 7517, section 5):
 * {@code {"issuer":...,"jwks":{"keys":[...]}}}.
 *
 * @param keys those with a chain; others are left out, as nobody vouches for them
 */
public record JsonWebKeys(String issuer, List<Key> keys) {
    private static final int MAX_KEYS = 64;
    private static final int MAX_CHAIN = 6;

    public JsonWebKeys {
        keys = List.copyOf(keys);
    }

    /**
     * One key on an elliptic curve.
     *
     * @param chain of the certificate that it claims, leaf first
     * @param isOfLeaf whether that certificate has this key
     */
    public record Key(String id, CertificateChain chain, boolean isOfLeaf) {
        public PublicKey publicKey() {
            return chain.leafKey();
        }
    }

    /**
     * Reads the keys of one issuer.
     *
     * @throws CollateralFormatException if the bytes are anything else
     */
    public static JsonWebKeys parse(Bytes json) throws CollateralFormatException {
        try {
            JsonNode tree = Json.read(json.toArray(), JsonNode.class);
            JsonNode found = tree.path("jwks").path("keys");
            if (!tree.path("issuer").isTextual() || !found.isArray() || found.size() > MAX_KEYS) {
                throw new CollateralFormatException("keys: expected an issuer and at most " + MAX_KEYS + " keys");
            }
            List<Key> keys = new ArrayList<>();
            for (JsonNode key : found) {
                if (key.path("kty").asText().equals("EC") && key.path("x5c").isArray()) {
                    keys.add(key(key));
                }
            }
            return new JsonWebKeys(tree.path("issuer").asText(), keys);
        } catch (MalformedJsonException | EvidenceFormatException | IllegalArgumentException e) {
            throw new CollateralFormatException("keys: expected JSON web keys with certificates", e);
        }
    }

    /** The key of that id, empty unless there is exactly one. */
    public Optional<Key> find(String id) {
        List<Key> named = keys.stream().filter(key -> key.id().equals(id)).toList();
        return named.size() == 1 && !id.isEmpty() ? Optional.of(named.getFirst()) : Optional.empty();
    }

    private static Key key(JsonNode key) throws EvidenceFormatException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (JsonNode certificate : key.path("x5c")) {
            certificates.add(
                    Certificates.parse("x5c", Bytes.of(Base64.getDecoder().decode(certificate.asText()))));
        }
        if (certificates.size() < 2 || certificates.size() > MAX_CHAIN) {
            throw new IllegalArgumentException("expected 2 to " + MAX_CHAIN + " certificates");
        }
        boolean same = certificates.getFirst().getPublicKey() instanceof ECPublicKey leaf
                && leaf.getW().getAffineX().equals(coordinate(key, "x"))
                && leaf.getW().getAffineY().equals(coordinate(key, "y"));
        return new Key(key.path("kid").asText(), new CertificateChain(certificates), same);
    }

    private static BigInteger coordinate(JsonNode key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(name).asText()));
    }
}
