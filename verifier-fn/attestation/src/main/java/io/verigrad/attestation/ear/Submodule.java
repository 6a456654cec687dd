package io.verigrad.attestation.ear;

import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Violation;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result for one part of a machine.
 *
 * @param vector the trustworthiness vector: a value of AR4SI for each claim that something was found out about
 * @param violations what is wrong with the part, or with the machine as a whole
 */
public record Submodule(Status status, SortedMap<String, Integer> vector, List<Violation> violations) {
    private static final int AFFIRMED = 2;
    private static final int CONTRAINDICATED = 96;
    /** The value for what could not be verified by cryptography. */
    private static final int NOT_VERIFIED = 99;

    public Submodule {
        vector = Collections.unmodifiableSortedMap(new TreeMap<>(vector));
        violations = List.copyOf(violations);
    }

    /** The tiers of AR4SI that we give, best first. */
    public enum Status {
        AFFIRMING,
        /** Accepted for development, which proves nothing of the hardware. */
        WARNING,
        CONTRAINDICATED
    }

    static Submodule good(OperatorAssurance assurance) {
        SortedMap<String, Integer> vector = new TreeMap<>();
        vector.put("instance-identity", AFFIRMED);
        vector.put("configuration", AFFIRMED);
        vector.put("executables", AFFIRMED);
        if (assurance == OperatorAssurance.NONE) {
            return new Submodule(Status.WARNING, vector, List.of());
        }
        vector.put("hardware", AFFIRMED);
        vector.put("runtime-opaque", AFFIRMED);
        return new Submodule(Status.AFFIRMING, vector, List.of());
    }

    static Submodule bad(List<Violation> violations) {
        SortedMap<String, Integer> vector = new TreeMap<>();
        violations.forEach(violation -> {
            String code = violation.code();
            vector.merge(claim(code), isCryptographic(code) ? NOT_VERIFIED : CONTRAINDICATED, Math::max);
        });
        return new Submodule(Status.CONTRAINDICATED, vector, violations);
    }

    private static String claim(String code) {
        if (code.contains("measurement") || code.startsWith("rim_")) {
            return "executables";
        }
        if (code.contains("debug") || code.endsWith("_weakened") || code.endsWith("_enabled")) {
            return "configuration";
        }
        return code.contains("tcb") || code.startsWith("device_") || code.startsWith("driver_") || code.contains("chip")
                ? "hardware"
                : "instance-identity";
    }

    private static boolean isCryptographic(String code) {
        return code.startsWith("certificate_")
                || code.equals("chain_invalid")
                || code.equals("root_not_pinned")
                || code.endsWith("signature_invalid");
    }
}
