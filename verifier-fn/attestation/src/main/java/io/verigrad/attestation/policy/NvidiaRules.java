package io.verigrad.attestation.policy;

import io.verigrad.attestation.Hardware;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.value.Hash32;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules for NVIDIA GPUs and switches, by their own reports or by tokens of NVIDIA's service.
 *
 * @param rimRoots SHA-256 of the DER of each root of reference values; none for tokens, whose service compares them
 * @param issuer of tokens, empty for reports
 * @param minimumDriver by product, such as {@code GH100}, the oldest driver; other products are refused
 * @param devices those that may attest by id, or empty for every genuine one
 */
public record NvidiaRules(
        RevocationRule revocation,
        Set<Hash32> rimRoots,
        String issuer,
        SortedMap<String, String> minimumDriver,
        Optional<Set<String>> devices)
        implements FormatRules {
    public NvidiaRules {
        rimRoots = Set.copyOf(rimRoots);
        minimumDriver = Collections.unmodifiableSortedMap(new TreeMap<>(minimumDriver));
        devices = devices.map(Set::copyOf);
    }

    /** The rules of a policy, or ones that accept nothing if it has none. */
    public static NvidiaRules of(FormatPolicy policy) {
        return policy.rules() instanceof NvidiaRules own
                ? own
                : new NvidiaRules(RevocationRule.REQUIRED, Set.of(), "", new TreeMap<>(), Optional.of(Set.of()));
    }

    /** Whether a device may attest. */
    public boolean allows(String id) {
        return devices.isEmpty() || devices.get().contains(id);
    }

    /** What the policy knows of whose hands the devices are in. */
    public Hardware hardware(List<String> ids, int gpus) {
        boolean listed = devices.isPresent() && devices.get().containsAll(ids);
        return new Hardware(listed ? OperatorAssurance.LISTED_HARDWARE : OperatorAssurance.UNKNOWN, ids, gpus);
    }

    /** Whether one version, of numbers and points, is the other or a later one; numbers that are missing count as 0. */
    public static boolean isAtLeast(String version, String minimum) {
        String[] have = version.split("\\.", -1);
        String[] need = minimum.split("\\.", -1);
        for (int i = 0; i < Math.max(have.length, need.length); i++) {
            long difference = number(have, i) - number(need, i);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    private static long number(String[] parts, int at) {
        // What is no number is older than everything.
        return at >= parts.length ? 0 : parts[at].matches("[0-9]{1,9}") ? Long.parseLong(parts[at]) : -1;
    }
}
