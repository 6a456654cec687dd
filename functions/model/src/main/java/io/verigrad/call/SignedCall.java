package io.verigrad.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.DecimalString;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.time.Clock;
import java.time.Duration;

/**
 * A function call that a runner signs with its receipt key, so that it is authentic over any transport: HTTP, a
 * CloudEvent or a Lambda invocation.
 *
 * @param issuedAt unix seconds; a call is good for {@link #LIFETIME}
 */
public record SignedCall(Address enclaveKey, @DecimalString long issuedAt, Signature signature, JsonNode body) {
    public static final TypeHash TYPE = TypeHash.of("RunnerCall(string function,bytes32 bodyHash,uint64 issuedAt)");
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    public static SignedCall sign(String function, Object body, TypedDataDomain domain, PrivateKey key, Clock clock) {
        JsonNode tree = Json.tree(body);
        long issuedAt = clock.instant().getEpochSecond();
        return new SignedCall(key.address(), issuedAt, key.sign(digest(function, tree, issuedAt, domain)), tree);
    }

    /** Whether the named key made this very call of {@code function} just now. */
    public boolean isAuthentic(String function, TypedDataDomain domain, Clock clock) {
        long age = Math.abs(clock.instant().getEpochSecond() - issuedAt);
        return age <= LIFETIME.toSeconds()
                && Secp256k1.recover(digest(function, body, issuedAt, domain), signature)
                        .filter(enclaveKey::equals)
                        .isPresent();
    }

    private static Hash32 digest(String function, JsonNode body, long issuedAt, TypedDataDomain domain) {
        return domain.digest(StructEncoder.of(TYPE)
                .string(function)
                .bytes32(CanonicalJson.digest(body))
                .uint(issuedAt)
                .hash());
    }
}
