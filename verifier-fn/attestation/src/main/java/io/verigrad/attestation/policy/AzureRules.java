package io.verigrad.attestation.policy;

import io.verigrad.value.Hash32;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules for confidential virtual machines of Azure. The roots of the format are those of certificates of TPM keys.
 *
 * @param hardware by format ({@code snp-v1}, {@code tdx-v1}), what the machine below must be
 * @param keyCertificate whether the key of the TPM needs a certificate, which says that Azure holds the machine
 * @param allowed what a machine may have though it weakens it
 */
public record AzureRules(SortedMap<String, HardwareRules> hardware, boolean keyCertificate, Set<Weakening> allowed)
        implements FormatRules {
    public AzureRules {
        hardware = Collections.unmodifiableSortedMap(new TreeMap<>(hardware));
        allowed = Set.copyOf(allowed);
    }

    /** Rules that accept nothing. */
    public static AzureRules nothing() {
        return new AzureRules(new TreeMap<>(), true, Set.of());
    }

    /** The rules for one kind of hardware, or empty if it is not accepted. */
    public Optional<HardwareRules> hardware(String format) {
        return Optional.ofNullable(hardware.get(format));
    }

    /**
     * What the machine below must be.
     *
     * @param roots SHA-256 of the DER of each pinned root certificate
     */
    public record HardwareRules(Set<Hash32> roots, FormatRules rules) {
        public HardwareRules {
            roots = Set.copyOf(roots);
        }
    }

    /** What makes a machine weaker than it could be. */
    public enum Weakening {
        /** It starts whatever it finds, though it measures it. */
        NO_SECURE_BOOT,
        /** Somebody may work at its serial console. */
        CONSOLE
    }
}
