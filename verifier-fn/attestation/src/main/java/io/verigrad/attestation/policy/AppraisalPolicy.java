package io.verigrad.attestation.policy;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The appraisal policy for evidence (RFC 9334, section 8.5), read from one YAML file by {@link #parse}.
 *
 * @param id names the policy over its versions; evidence is made for a policy id
 * @param development whether evidence under test roots may be accepted at all
 * @param evidenceMaxAge how old evidence may be when it is appraised
 * @param clockSkew how far the clock of an attester may be ahead
 * @param epochLifetime the longest registration, at most 30 days
 * @param digest SHA-256 of the canonical JSON of the file: names exactly what was applied
 */
public record AppraisalPolicy(
        String id,
        boolean development,
        Duration evidenceMaxAge,
        Duration clockSkew,
        Duration epochLifetime,
        List<FormatPolicy> formats,
        Hash32 digest) {
    /** The version of the file's schema. */
    public static final int VERSION = 1;

    public AppraisalPolicy {
        formats = List.copyOf(formats);
    }

    /**
     * Reads a policy file.
     *
     * @throws PolicyFormatException with every problem of the file, not only the first
     */
    public static AppraisalPolicy parse(String yaml) throws PolicyFormatException {
        return new PolicyReader(yaml).read();
    }

    /** What evidence binds itself to: SHA-256 of the id, so that a new version of the policy keeps old evidence good. */
    public Hash32 policyId() {
        return Sha256.hash(id.getBytes(StandardCharsets.UTF_8));
    }

    /** What is accepted of {@code format}, or empty if nothing is. */
    public Optional<FormatPolicy> format(String format) {
        return formats.stream().filter(f -> f.format().equals(format)).findFirst();
    }

    /** Every measurement set of every format. */
    public List<MeasurementSet> measurementSets() {
        return formats.stream().flatMap(f -> f.measurements().stream()).toList();
    }
}
