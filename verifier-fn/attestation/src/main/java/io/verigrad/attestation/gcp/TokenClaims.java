package io.verigrad.attestation.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.CanonicalJson;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a token of Confidential Space claims ("Attestation token claims" of Google Cloud). */
record TokenClaims(JsonNode all, Instant issuedAt, Instant notBefore, Instant expiresAt, Bytes imageDigest) {
    private static final String FIELD = "claims";
    private static final String DIGEST = "sha256:";
    private static final int MAX_NONCES = 6;

    static TokenClaims of(JsonNode all) throws EvidenceFormatException {
        String digest =
                all.path("submods").path("container").path("image_digest").asText();
        if (!digest.matches(DIGEST + "[0-9a-f]{64}")) {
            throw EvidenceFormatException.of(FIELD, "expected an image digest of SHA-256");
        }
        requireForm(all, "args", JsonNodeType.ARRAY);
        requireForm(all, "cmd_override", JsonNodeType.ARRAY);
        requireForm(all, "env", JsonNodeType.OBJECT);
        requireForm(all, "env_override", JsonNodeType.OBJECT);
        return new TokenClaims(
                all,
                time(all, "iat"),
                time(all, "nbf"),
                time(all, "exp"),
                Bytes.parse("0x" + digest.substring(DIGEST.length())));
    }

    String text(String member) {
        return all.path(member).asText();
    }

    boolean secureBoot() {
        return all.path("secboot").isBoolean() && all.path("secboot").booleanValue();
    }

    /** Whether nobody could look into the machine since it started. */
    boolean debugDisabled() {
        return text("dbgstat").equals("disabled-since-boot");
    }

    Set<String> support() {
        Set<String> attributes = new HashSet<>();
        all.path("submods")
                .path("confidential_space")
                .path("support_attributes")
                .forEach(attribute -> attributes.add(attribute.asText()));
        return attributes;
    }

    String project() {
        return all.path("submods").path("gce").path("project_id").asText();
    }

    String gpuMode() {
        return all.path("submods").path("nvidia_gpu").path("cc_mode").asText();
    }

    /** Whether the operator put other words into the command than the image has. */
    boolean overridesCommand() {
        return !isNothing(container().path("cmd_override"));
    }

    /** Whether the operator put other variables into the environment than the image has. */
    boolean overridesEnvironment() {
        return !isNothing(container().path("env_override"));
    }

    /**
     * The hash that the token binds. Its nonces are two, in hex: the nonce of the challenge, and the hash; zeros if they
     * are others, as nothing is bound then.
     */
    Bytes boundHash() {
        List<String> nonces = new ArrayList<>();
        JsonNode claim = all.path("eat_nonce");
        if (claim.isArray() && claim.size() <= MAX_NONCES) {
            claim.forEach(nonce -> nonces.add(nonce.asText()));
        }
        boolean ours = nonces.size() == 2 && nonces.stream().allMatch(nonce -> nonce.matches("[0-9a-f]{64}"));
        return ours ? Bytes.parse("0x" + nonces.get(1)) : Bytes.of(new byte[32]);
    }

    /**
     * The image, and hashes of the command and the environment that it runs with. What the operator put into the
     * environment has a hash of its own: it is known before the machine has a name, the whole environment is not.
     */
    SortedMap<String, Bytes> measurements() {
        SortedMap<String, Bytes> measurements = new TreeMap<>();
        measurements.put("image-digest", imageDigest);
        measurements.put("args", canonical(container().path("args")));
        measurements.put("env", canonical(container().path("env")));
        measurements.put("env-override", canonical(container().path("env_override")));
        return measurements;
    }

    private JsonNode container() {
        return all.path("submods").path("container");
    }

    private static Bytes canonical(JsonNode value) {
        byte[] json =
                value.isContainerNode() ? CanonicalJson.encode(value) : "null".getBytes(StandardCharsets.US_ASCII);
        return Sha256.hash(json).bytes();
    }

    private static boolean isNothing(JsonNode override) {
        return override.isMissingNode() || override.isNull() || override.isContainerNode() && override.isEmpty();
    }

    /** What is hashed, or compared with nothing, has one form only; where there is nothing it is null or left out. */
    private static void requireForm(JsonNode all, String member, JsonNodeType expected) throws EvidenceFormatException {
        JsonNode found = all.path("submods").path("container").path(member);
        if (!found.isMissingNode() && !found.isNull() && found.getNodeType() != expected) {
            throw EvidenceFormatException.of(
                    FIELD, "expected " + member + " as " + expected + ", found " + found.getNodeType());
        }
    }

    private static Instant time(JsonNode all, String member) throws EvidenceFormatException {
        JsonNode time = all.path(member);
        if (!time.isIntegralNumber()
                || !time.canConvertToLong()
                || time.longValue() < 0
                || time.longValue() > 1L << 40) {
            throw EvidenceFormatException.of(FIELD, "expected the time " + member + " in seconds");
        }
        return Instant.ofEpochSecond(time.longValue());
    }
}
