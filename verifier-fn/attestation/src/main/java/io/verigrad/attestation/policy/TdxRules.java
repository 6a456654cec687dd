package io.verigrad.attestation.policy;

import io.verigrad.value.Bytes;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * The rules for Intel TDX ("Intel TDX Module ABI"; "Intel PCS API", version 4, for the words of status).
 *
 * @param minimumEvaluation the least number of the recovery event that collateral was made for
 * @param statuses what is accepted besides {@link TcbStatus#UP_TO_DATE}
 * @param graceEnd until when old statuses are accepted, {@link Instant#EPOCH} for never
 * @param advisories the open ones that are accepted, such as {@code INTEL-SA-00615}
 * @param platforms which machines may attest
 * @param allowed what a trust domain may have though it weakens it
 * @param features the bits of XFAM that may be set
 * @param bootMarker the event of RTMR 3 after which the application writes its own, empty to believe no event by name
 */
public record TdxRules(
        RevocationRule revocation,
        int minimumEvaluation,
        Set<TcbStatus> statuses,
        Instant graceEnd,
        Set<String> advisories,
        Platforms platforms,
        Set<Weakening> allowed,
        long features,
        String bootMarker)
        implements FormatRules {
    public TdxRules {
        statuses = Set.copyOf(statuses);
        advisories = Set.copyOf(advisories);
        allowed = Set.copyOf(allowed);
        if (statuses.contains(TcbStatus.REVOKED)) {
            throw new IllegalArgumentException("what Intel revoked is never accepted");
        }
    }

    /** Rules that accept nothing. */
    public static TdxRules nothing() {
        return new TdxRules(
                RevocationRule.REQUIRED,
                Integer.MAX_VALUE,
                Set.of(),
                Instant.EPOCH,
                Set.of(),
                new Platforms.Listed(Set.of()),
                EnumSet.noneOf(Weakening.class),
                0,
                "");
    }

    /** What Intel says of the firmware of a platform. */
    public enum TcbStatus {
        UP_TO_DATE("UpToDate"),
        SW_HARDENING_NEEDED("SWHardeningNeeded"),
        CONFIGURATION_NEEDED("ConfigurationNeeded"),
        CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded"),
        /** The module that runs now is current, the one that the domain was launched on is not. */
        TD_RELAUNCH_ADVISED("TDRelaunchAdvised"),
        TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED("TDRelaunchAdvisedConfigurationNeeded"),
        OUT_OF_DATE("OutOfDate"),
        OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded"),
        REVOKED("Revoked");

        private final String word;

        TcbStatus(String word) {
            this.word = word;
        }

        /** The word that Intel uses. */
        public String word() {
            return word;
        }

        /** Whether it may be accepted for a time only. */
        public boolean isOld() {
            return compareTo(TD_RELAUNCH_ADVISED) >= 0;
        }
    }

    /** Which machines may attest. Whoever holds one can take it apart, so a list is more than a formality. */
    public sealed interface Platforms {
        /** Every genuine one. */
        record Any() implements Platforms {}

        /** Those with these provisioning ids (PPID), of 16 bytes. */
        record Listed(Set<Bytes> ids) implements Platforms {
            public Listed {
                ids = Set.copyOf(ids);
            }
        }
    }

    /** What makes a trust domain weaker than it could be. */
    public enum Weakening {
        /** The host can take pages away and let the guest handle it: SEPT_VE_DISABLE (bit 28) is off. */
        PAGE_VIOLATIONS(0),
        /** Another domain may move it to another machine. */
        MIGRATION(1L << 29),
        /** Protection keys for supervisor pages. */
        SUPERVISOR_KEYS(1L << 30),
        /** Key locker. */
        KEY_LOCKER(1L << 31),
        /** Performance counters, which tell a little of what runs. */
        PERFORMANCE_COUNTERS(1L << 63);

        private final long attribute;

        Weakening(long attribute) {
            this.attribute = attribute;
        }

        /** The bit of TD_ATTRIBUTES that must not be set without it, zero if there is none. */
        public long attribute() {
            return attribute;
        }
    }
}
