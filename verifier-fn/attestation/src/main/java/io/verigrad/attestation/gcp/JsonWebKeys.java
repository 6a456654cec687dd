package io.verigrad.attestation.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The keys of an issuer of tokens (RFC 7517), from collateral. Nothing signs them: who trusts them trusts who fetched. */
final class JsonWebKeys {
    private static final int MIN_BITS = 2048;

    private JsonWebKeys() {}

    /**
     * One key.
     *
     * @param thumbprint RFC 7638, with SHA-256
     */
    record Key(PublicKey key, Hash32 thumbprint) {}

    /** The RSA key of this issuer and name, or empty if none is there; what is malformed is not there. */
    static Optional<Key> find(Collateral collateral, String issuer, String keyId) {
        for (Bytes document : collateral.documents(CollateralDocument.Kind.JSON_WEB_KEYS)) {
            try {
                JsonNode keys = Json.read(document.toArray(), JsonNode.class);
                if (keys.path("issuer").asText().equals(issuer)) {
                    for (JsonNode jwk : keys.path("jwks").path("keys")) {
                        if (jwk.path("kid").asText().equals(keyId)) {
                            return key(jwk);
                        }
                    }
                }
            } catch (MalformedJsonException unreadable) {
                // As if nobody had fetched it.
            }
        }
        return Optional.empty();
    }

    private static Optional<Key> key(JsonNode jwk) {
        if (!jwk.path("kty").asText().equals("RSA")) {
            return Optional.empty();
        }
        try {
            String n = jwk.path("n").asText();
            String e = jwk.path("e").asText();
            BigInteger modulus = new BigInteger(1, Base64.getUrlDecoder().decode(n));
            if (modulus.bitLength() < MIN_BITS) {
                return Optional.empty();
            }
            PublicKey key = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(
                            modulus, new BigInteger(1, Base64.getUrlDecoder().decode(e))));
            return Optional.of(new Key(key, Sha256.hash(CanonicalJson.encode(Map.of("e", e, "kty", "RSA", "n", n)))));
        } catch (IllegalArgumentException | GeneralSecurityException noKey) {
            return Optional.empty();
        }
    }
}
