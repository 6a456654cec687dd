package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.policy.TdxRules.TcbStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What Intel says of a platform from certain security version numbers on.
 *
 * @param sgx of 16 components of the platform
 * @param tdx of 16 components around the module
 */
record TcbLevel(List<Integer> sgx, int pceSvn, List<Integer> tdx, TcbStatus status, List<String> advisories) {
    private static final int COMPONENTS = 16;

    /** Highest first. */
    static final Comparator<TcbLevel> DESCENDING = Comparator.comparing(TcbLevel::sgx, TcbLevel::compare)
            .thenComparing(TcbLevel::tdx, TcbLevel::compare)
            .thenComparingInt(TcbLevel::pceSvn)
            .reversed();

    TcbLevel {
        sgx = List.copyOf(sgx);
        tdx = List.copyOf(tdx);
        advisories = List.copyOf(advisories);
    }

    static TcbLevel of(JsonNode level) throws CollateralFormatException {
        JsonNode tcb = level.path("tcb");
        return new TcbLevel(
                components(tcb, "sgxtcbcomponents"),
                JsonFields.number(tcb, "pcesvn", 0xffff),
                components(tcb, "tdxtcbcomponents"),
                JsonFields.status(level),
                JsonFields.advisories(level));
    }

    boolean isReachedBy(PlatformCertificate platform) {
        return pceSvn <= platform.pceSvn() && atLeast(platform.componentSvns(), sgx, 0);
    }

    /**
     * Whether the versions around the module reach this level. From module version 1 on, the first two are the module's
     * own and judged by its identity (Intel's quote verification library, TcbLevelCheck); verifiers that compare them
     * here too find good machines out of date.
     */
    boolean isReachedBy(TdReport report) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < COMPONENTS; i++) {
            found.add(TdReport.unsigned(report.teeTcbSvn(), i));
        }
        return atLeast(found, tdx, report.moduleVersion() > 0 ? 2 : 0);
    }

    /** By component: compared as one number, a new component would hide an old one. */
    private static boolean atLeast(List<Integer> found, List<Integer> minimum, int from) {
        for (int i = from; i < COMPONENTS; i++) {
            if (found.get(i) < minimum.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> components(JsonNode tcb, String member) throws CollateralFormatException {
        List<Integer> components = new ArrayList<>();
        for (JsonNode component : JsonFields.list(tcb, member)) {
            components.add(JsonFields.number(component, "svn", 0xff));
        }
        // A shorter list would leave components uncompared.
        if (components.size() != COMPONENTS) {
            throw new CollateralFormatException("expected " + COMPONENTS + " " + member);
        }
        return components;
    }

    private static int compare(List<Integer> one, List<Integer> other) {
        for (int i = 0; i < COMPONENTS; i++) {
            int order = Integer.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
