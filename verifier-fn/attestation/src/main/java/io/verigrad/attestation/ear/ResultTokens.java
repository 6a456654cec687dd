package io.verigrad.attestation.ear;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.jose.Jws;
import io.verigrad.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Attestation results as JSON web tokens, signed with ES256 (RFC 7519; draft-ietf-rats-ear, section 3.6). */
public final class ResultTokens {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private ResultTokens() {}

    /**
     * Signs claims of {@link AttestationResult#claims}.
     *
     * @param keyId by which readers find the key
     * @param key on P-256
     */
    public static String sign(ObjectNode claims, String keyId, PrivateKey key) {
        ObjectNode header = Json.mapper().createObjectNode();
        header.put("alg", "ES256").put("kid", keyId).put("typ", "JWT");
        String input = BASE64.encodeToString(Json.write(header)) + "." + BASE64.encodeToString(Json.write(claims));
        try {
            Signature signing = Signature.getInstance("SHA256withECDSAinP1363Format");
            signing.initSign(key);
            signing.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + BASE64.encodeToString(signing.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("expected a private key on P-256", e);
        }
    }

    /**
     * What is wrong with a token of a verifier whose key the reader knows; nothing if it may be believed.
     *
     * @param key of the verifier, from anywhere but the token
     * @throws EvidenceFormatException if it is not a token, or brings a key
     */
    public static List<Violation> check(String token, PublicKey key, Clock clock) throws EvidenceFormatException {
        Jws jws = Jws.parse("result", token);
        List<Violation> violations = new ArrayList<>();
        if (!jws.isSignedBy(key, Jws.Algorithm.ES256)) {
            violations.add(new Violation(ResultReason.RESULT_SIGNATURE_INVALID, "not signed by ES256 and this key"));
        }
        JsonNode claims = jws.claims();
        long now = clock.instant().getEpochSecond();
        if (!claims.path("eat_profile").asText().equals(AttestationResult.PROFILE)) {
            violations.add(new Violation(
                    ResultReason.RESULT_PROFILE,
                    "expected " + AttestationResult.PROFILE + ", found " + claims.path("eat_profile")));
        }
        if (!claims.path("exp").isIntegralNumber() || claims.path("exp").asLong() <= now) {
            violations.add(new Violation(ResultReason.RESULT_EXPIRED, "ends at " + claims.path("exp")));
        }
        if (!claims.path("iat").isIntegralNumber() || claims.path("iat").asLong() > now) {
            violations.add(new Violation(ResultReason.RESULT_FROM_FUTURE, "made at " + claims.path("iat")));
        }
        return violations;
    }
}
