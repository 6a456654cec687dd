package io.verigrad.attestation.policy;

import io.verigrad.value.Bytes;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules for AMD SEV-SNP (AMD 56860, "SEV Secure Nested Paging Firmware ABI Specification").
 *
 * @param minimumTcb by product, the least version of every component of its firmware; other products are refused
 * @param chips which processors may attest with their own key (VCEK)
 * @param providers whose keys (VLEK) may attest, by the name in the certificate
 * @param vmpl the privilege level that the report must be made at, 0 to 3
 * @param minimumAbi the least ABI version that the guest demands of the firmware, major times 256 plus minor
 */
public record SnpRules(
        RevocationRule revocation,
        SortedMap<String, SortedMap<String, Integer>> minimumTcb,
        Chips chips,
        Set<String> providers,
        int vmpl,
        int minimumAbi,
        Set<Weakening> allowed,
        Set<GuestFeature> guestFeatures,
        Set<PlatformFeature> platformFeatures)
        implements FormatRules {
    /** The components of the firmware of each product. */
    static final Map<String, Set<String>> COMPONENTS = Map.of(
            "Milan", Set.of("bootloader", "tee", "snp", "microcode"),
            "Genoa", Set.of("bootloader", "tee", "snp", "microcode"),
            "Turin", Set.of("fmc", "bootloader", "tee", "snp", "microcode"));

    public SnpRules {
        minimumTcb = Collections.unmodifiableSortedMap(new TreeMap<>(minimumTcb));
        providers = Set.copyOf(providers);
        allowed = Set.copyOf(allowed);
        guestFeatures = Set.copyOf(guestFeatures);
        platformFeatures = Set.copyOf(platformFeatures);
        minimumTcb.forEach((product, components) -> {
            if (!components.keySet().equals(COMPONENTS.get(product))) {
                throw new IllegalArgumentException("expected every component of a known product, found " + product);
            }
        });
    }

    /** Rules that accept nothing. */
    public static SnpRules nothing() {
        return new SnpRules(
                RevocationRule.REQUIRED,
                new TreeMap<>(),
                new Chips.Listed(Set.of()),
                Set.of(),
                0,
                0,
                EnumSet.noneOf(Weakening.class),
                EnumSet.noneOf(GuestFeature.class),
                EnumSet.noneOf(PlatformFeature.class));
    }

    /** Which processors may attest. Whoever holds one can take it apart, so a list is more than a formality. */
    public sealed interface Chips {
        /** Every genuine one. */
        record Any() implements Chips {}

        /** Those with these identities, of 64 bytes. */
        record Listed(Set<Bytes> ids) implements Chips {
            public Listed {
                ids = Set.copyOf(ids);
            }
        }
    }

    /** Bits of the guest policy that make a guest weaker (table 9). */
    public enum Weakening {
        /** Two threads of one core may belong to different guests. */
        SMT(16),
        /** Memory on a CXL device. */
        CXL(21);

        private final int bit;

        Weakening(int bit) {
            this.bit = bit;
        }

        public boolean isIn(long guestPolicy) {
            return (guestPolicy >>> bit & 1) == 1;
        }
    }

    /** Bits of the guest policy that make a guest stronger (table 9). */
    public enum GuestFeature {
        SINGLE_SOCKET(20),
        AES_256_XTS(22),
        RAPL_DISABLED(23),
        CIPHERTEXT_HIDING(24),
        PAGE_SWAP_DISABLED(25);

        private final int bit;

        GuestFeature(int bit) {
            this.bit = bit;
        }

        public boolean isIn(long guestPolicy) {
            return (guestPolicy >>> bit & 1) == 1;
        }
    }

    /** Bits of the platform information that make a platform stronger (table 23). */
    public enum PlatformFeature {
        TSME(1),
        ECC(2),
        RAPL_DISABLED(3),
        CIPHERTEXT_HIDING(4),
        /** The check against memory that answers at two addresses (BadRAM, AMD-SB-3015) passed. */
        ALIAS_CHECK(5);

        private final int bit;

        PlatformFeature(int bit) {
            this.bit = bit;
        }

        public boolean isIn(long platformInfo) {
            return (platformInfo >>> bit & 1) == 1;
        }
    }
}
