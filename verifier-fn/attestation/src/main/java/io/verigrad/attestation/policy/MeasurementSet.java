package io.verigrad.attestation.policy;

import io.verigrad.json.CanonicalJson;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reference values (RFC 9334, section 8.3): registers that together identify one software.
 *
 * @param format the evidence format whose registers these are
 * @param name for people
 * @param registers expected values by register name; registers of the evidence that are not named here may be anything
 */
public record MeasurementSet(String format, String name, SortedMap<String, Bytes> registers) {
    public MeasurementSet {
        registers = Collections.unmodifiableSortedMap(new TreeMap<>(registers));
        if (registers.isEmpty()) {
            throw new IllegalArgumentException("expected at least one register, or the set would allow any software");
        }
        if (registers.values().stream().anyMatch(Bytes::isZero)) {
            throw new IllegalArgumentException("an all-zero register is debug mode and never allowed");
        }
    }

    /** SHA-256 of the canonical JSON of format and registers: the same for every policy, whatever the name. */
    public Hash32 id() {
        return CanonicalJson.digest(Map.of("format", format, "registers", registers));
    }

    /** Whether every register is present and equal; a missing one never compares equal. */
    public boolean matches(Map<String, Bytes> measurements) {
        return measurements.entrySet().containsAll(registers.entrySet());
    }
}
