package io.verigrad.attestation.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What the paravisor says about a machine of Azure, and the hardware report vouches for.
 *
 * @param key the attestation key of the virtual TPM
 */
record RuntimeData(RSAPublicKey key, boolean secureBoot, boolean console) {
    private static final String FIELD = "runtime data";
    private static final String KEY_ID = "HCLAkPub";
    private static final int KEY_BITS = 2048;

    static RuntimeData parse(Bytes json) throws EvidenceFormatException {
        JsonNode data;
        try {
            data = Json.read(json.toArray(), JsonNode.class);
        } catch (MalformedJsonException e) {
            throw EvidenceFormatException.of(FIELD, "expected JSON", e);
        }
        List<JsonNode> keys = new ArrayList<>();
        for (JsonNode key : data.path("keys")) {
            if (key.path("kid").asText().equals(KEY_ID)) {
                keys.add(key);
            }
        }
        // Two of one name would let readers disagree on which is meant.
        if (keys.size() != 1) {
            throw EvidenceFormatException.of(FIELD, "expected one key " + KEY_ID + ", found " + keys.size());
        }
        JsonNode machine = data.path("vm-configuration");
        return new RuntimeData(key(keys.getFirst()), flag(machine, "secure-boot"), flag(machine, "console-enabled"));
    }

    private static RSAPublicKey key(JsonNode jwk) throws EvidenceFormatException {
        if (!jwk.path("kty").asText().equals("RSA")) {
            throw EvidenceFormatException.of(FIELD, "expected an RSA key");
        }
        try {
            BigInteger modulus = new BigInteger(
                    1, Base64.getUrlDecoder().decode(jwk.path("n").asText()));
            BigInteger exponent = new BigInteger(
                    1, Base64.getUrlDecoder().decode(jwk.path("e").asText()));
            if (modulus.bitLength() != KEY_BITS || !exponent.equals(BigInteger.valueOf(65537))) {
                throw EvidenceFormatException.of(FIELD, "expected a key of 2048 bits with exponent 65537");
            }
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw EvidenceFormatException.of(FIELD, "expected an RSA key (RFC 7518, section 6.3.1)", e);
        }
    }

    private static boolean flag(JsonNode machine, String member) throws EvidenceFormatException {
        if (!machine.path(member).isBoolean()) {
            throw EvidenceFormatException.of(FIELD, "expected " + member + " to be true or false");
        }
        return machine.path(member).booleanValue();
    }
}
