package io.verigrad.attestation.policy;

import io.verigrad.receipt.Assurance;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is accepted of one evidence format.
 *
 * @param maxAssurance the highest level that receipts of such an enclave may claim
 * @param roots SHA-256 of the DER of each pinned root certificate
 * @param measurements the allowed software
 * @param rules what only this format has
 * @param minimumGpus how many GPUs a machine must show besides
 */
public record FormatPolicy(
        String format,
        Assurance maxAssurance,
        Set<Hash32> roots,
        List<MeasurementSet> measurements,
        FormatRules rules,
        int minimumGpus) {
    public FormatPolicy {
        roots = Set.copyOf(roots);
        measurements = List.copyOf(measurements);
    }

    /** A policy for machines with or without GPUs. */
    public FormatPolicy(
            String format,
            Assurance maxAssurance,
            Set<Hash32> roots,
            List<MeasurementSet> measurements,
            FormatRules rules) {
        this(format, maxAssurance, roots, measurements, rules, 0);
    }

    /** A policy without rules of the format: one that needs some accepts nothing then. */
    public FormatPolicy(String format, Assurance maxAssurance, Set<Hash32> roots, List<MeasurementSet> measurements) {
        this(format, maxAssurance, roots, measurements, new FormatRules.None());
    }

    /** The first set that the measurements match. */
    public Optional<MeasurementSet> match(Map<String, Bytes> measured) {
        return measurements.stream().filter(set -> set.matches(measured)).findFirst();
    }
}
