package io.verigrad.attestation.nvidia;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.jose.JsonWebKeys;
import io.verigrad.attestation.jose.Jws;
import io.verigrad.attestation.policy.NvidiaRules;
import io.verigrad.attestation.x509.CertificateProfile;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether NVIDIA's service made all tokens of an answer, together and for now. */
final class NrasAuthenticity {
    private final NrasToken token;
    private final NvidiaRules rules;
    private final Set<Hash32> pins;
    private final Clock clock;
    private final List<Violation> violations = new ArrayList<>();
    private Instant validUntil = Instant.MAX;

    NrasAuthenticity(NrasToken token, NvidiaRules rules, Set<Hash32> pins, Clock clock) {
        this.token = token;
        this.rules = rules;
        this.pins = Set.copyOf(pins);
        this.clock = clock;
    }

    List<Violation> verify(List<JsonWebKeys> keys) {
        check("the overall token", token.overall(), keys);
        token.devices().forEach((name, device) -> check(name, device, keys));
        checkDigests();
        return List.copyOf(violations);
    }

    /** The first end of a token or a certificate. */
    Instant validUntil() {
        return validUntil;
    }

    private void check(String name, Jws jws, List<JsonWebKeys> keys) {
        Optional<JsonWebKeys.Key> key =
                keys.stream().flatMap(set -> set.find(jws.keyId()).stream()).findFirst();
        if (key.isEmpty()) {
            refuse(NvidiaReason.TOKEN_KEY_UNKNOWN, name + " is signed by \"" + jws.keyId() + "\"");
            return;
        }
        if (!key.get().isOfLeaf()) {
            refuse(NvidiaReason.TOKEN_KEY_MISMATCH, "the certificate of " + jws.keyId() + " has another key");
        }
        key.get().chain().verify(pins, CertificateProfile.NVIDIA_SERVICE, clock).stream()
                .filter(violation -> !violations.contains(violation))
                .forEach(violations::add);
        if (!jws.isSignedBy(key.get().publicKey(), Jws.Algorithm.ES384)) {
            refuse(EnclaveReason.SIGNATURE_INVALID, name + " is not signed by ES384 and " + jws.keyId());
        }
        until(key.get().chain().expiresAt());
        checkIssuer(name, jws.claims());
        checkTime(name, jws.claims());
    }

    private void checkIssuer(String name, JsonNode claims) {
        // Exactly: a service for tests has another name below the same domain.
        if (rules.issuer().isEmpty() || !claims.path("iss").asText().equals(rules.issuer())) {
            refuse(
                    NvidiaReason.TOKEN_ISSUER,
                    "expected \"" + rules.issuer() + "\" in " + name + ", found " + claims.path("iss"));
        }
    }

    private void checkTime(String name, JsonNode claims) {
        long now = clock.instant().getEpochSecond();
        long begin = Math.max(time(claims, "nbf"), time(claims, "iat"));
        long end = time(claims, "exp");
        if (begin == Long.MAX_VALUE || begin > now) {
            refuse(NvidiaReason.TOKEN_NOT_YET_VALID, name + " begins at " + claims.path("nbf"));
        }
        if (end == Long.MAX_VALUE || end <= now) {
            refuse(NvidiaReason.TOKEN_EXPIRED, name + " ends at " + claims.path("exp"));
            return;
        }
        until(Instant.ofEpochSecond(end));
    }

    /** A time that is missing, or none of this age, is never a good one. */
    private static long time(JsonNode claims, String name) {
        JsonNode time = claims.path(name);
        boolean sane = time.isIntegralNumber()
                && time.canConvertToLong()
                && time.longValue() >= 0
                && time.longValue() < 1L << 40;
        return sane ? time.longValue() : Long.MAX_VALUE;
    }

    private void checkDigests() {
        JsonNode submods = token.overall().claims().path("submods");
        Set<String> names = new TreeSet<>();
        submods.fieldNames().forEachRemaining(names::add);
        if (!names.equals(token.tokens().keySet())) {
            refuse(
                    NvidiaReason.TOKEN_DIGEST_MISMATCH,
                    "expected tokens of " + names + ", found " + token.tokens().keySet());
        }
        token.tokens().forEach((name, compact) -> {
            JsonNode digest = submods.path(name);
            String expected = Sha256.hash(compact.getBytes(StandardCharsets.US_ASCII))
                    .toString()
                    .substring(2);
            if (!digest.path(0).asText().equals("DIGEST")
                    || !digest.path(1).path(0).asText().equals("SHA-256")
                    || !digest.path(1).path(1).asText().equals(expected)) {
                refuse(NvidiaReason.TOKEN_DIGEST_MISMATCH, "expected " + expected + " for " + name);
            }
        });
    }

    private void until(Instant end) {
        validUntil = end.isBefore(validUntil) ? end : validUntil;
    }

    private void refuse(io.verigrad.attestation.Reason reason, String detail) {
        violations.add(new Violation(reason, detail));
    }
}
