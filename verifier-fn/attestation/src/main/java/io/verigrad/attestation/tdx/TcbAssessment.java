package io.verigrad.attestation.tdx;

import io.verigrad.attestation.policy.TdxRules.TcbStatus;
import io.verigrad.value.Bytes;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What Intel says of platform, module and quoting enclave together, by the rules of Intel's own quote verification
 * library (TcbLevelCheck, TdxModuleCheck, TDRelaunchCheck).
 */
sealed interface TcbAssessment {
    /**
     * All three reach a level.
     *
     * @param advisories that are open at these levels
     */
    record Known(TcbStatus status, SortedSet<String> advisories) implements TcbAssessment {}

    /** One of them is below every level. */
    record NotSupported(String what) implements TcbAssessment {}

    Set<TcbStatus> CONFIGURATION = EnumSet.of(
            TcbStatus.CONFIGURATION_NEEDED,
            TcbStatus.CONFIGURATION_AND_SW_HARDENING_NEEDED,
            TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED);
    Set<TcbStatus> OLD = EnumSet.of(TcbStatus.OUT_OF_DATE, TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED);
    Set<TcbStatus> YOUNG = EnumSet.of(
            TcbStatus.UP_TO_DATE,
            TcbStatus.SW_HARDENING_NEEDED,
            TcbStatus.CONFIGURATION_NEEDED,
            TcbStatus.CONFIGURATION_AND_SW_HARDENING_NEEDED);

    static TcbAssessment of(TdxQuote quote, PlatformCertificate platform, TcbInfo info, QeIdentity identity) {
        TdReport report = quote.report();
        // The first that the platform alone reaches may be higher than the one that counts.
        Optional<TcbLevel> platformLevel =
                info.levels().stream().filter(l -> l.isReachedBy(platform)).findFirst();
        Optional<TcbLevel> level = info.levels().stream()
                .filter(l -> l.isReachedBy(platform) && l.isReachedBy(report))
                .findFirst();
        Optional<EnclaveLevel> enclave = identity.level(quote.enclave());
        Optional<EnclaveLevel> module = module(info, report.teeTcbSvn());
        if (level.isEmpty() || platformLevel.isEmpty()) {
            return new NotSupported("the platform is below every level");
        }
        if (module.isEmpty()) {
            return new NotSupported("module " + report.teeTcbSvn().slice(0, 2) + " is below every level");
        }
        if (enclave.isEmpty()) {
            return new NotSupported("the quoting enclave is below every level");
        }
        SortedSet<String> advisories = new TreeSet<>(level.get().advisories());
        advisories.addAll(module.get().advisories());
        advisories.addAll(enclave.get().advisories());
        TcbStatus status = converge(level.get().status(), module.get().status());
        boolean relaunch = report.teeTcbSvn2().size() > 0
                && enclave.get().status() == TcbStatus.UP_TO_DATE
                && YOUNG.contains(platformLevel.get().status())
                && OLD.contains(status)
                && module.get().status() == TcbStatus.OUT_OF_DATE
                && isLatest(info, report.teeTcbSvn2());
        if (relaunch) {
            boolean configuration =
                    CONFIGURATION.contains(platformLevel.get().status()) || CONFIGURATION.contains(status);
            status = configuration ? TcbStatus.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED : TcbStatus.TD_RELAUNCH_ADVISED;
        }
        return new Known(converge(status, enclave.get().status()), advisories);
    }

    /** The status of a whole from that of the platform and of one part, which may be worse. */
    private static TcbStatus converge(TcbStatus whole, TcbStatus part) {
        return switch (part) {
            case REVOKED -> TcbStatus.REVOKED;
            case OUT_OF_DATE ->
                switch (whole) {
                    case UP_TO_DATE, SW_HARDENING_NEEDED -> TcbStatus.OUT_OF_DATE;
                    case CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                        TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED;
                    default -> whole;
                };
            default -> whole;
        };
    }

    /** The level of a module; TDX 1.0 has none of its own and is judged with the platform. */
    private static Optional<EnclaveLevel> module(TcbInfo info, Bytes svn) {
        int version = TdReport.unsigned(svn, 1);
        return version == 0
                ? Optional.of(new EnclaveLevel(0, TcbStatus.UP_TO_DATE, java.util.List.of()))
                : info.module(version)
                        .flatMap(module -> EnclaveLevel.reached(module.levels(), TdReport.unsigned(svn, 0)));
    }

    /** Whether the module that runs now, and the microcode around it, are at the highest levels. */
    private static boolean isLatest(TcbInfo info, Bytes svn2) {
        TcbLevel latest = info.levels().getFirst();
        int version = TdReport.unsigned(svn2, 1);
        int minor = version == 0
                ? latest.tdx().getFirst()
                : info.module(version)
                        .filter(module -> !module.levels().isEmpty())
                        .map(module -> module.levels().getFirst().securityVersion())
                        .orElse(Integer.MAX_VALUE);
        return TdReport.unsigned(svn2, 0) >= minor
                && TdReport.unsigned(svn2, 2) >= latest.tdx().get(2);
    }
}
