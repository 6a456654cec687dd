package io.verigrad.attestation;

import java.util.List;

/** Whether evidence is authentic: made by who is said to have made it, unaltered. Says nothing of its acceptance. */
public sealed interface Verification {
    /**
     * The claims are true.
     *
     * @param objections what the rules of this format in the policy refuse; what all formats share is judged later
     * @param hardware the machine
     */
    record Authentic(Claims claims, List<Violation> objections, Hardware hardware) implements Verification {
        public Authentic {
            objections = List.copyOf(objections);
        }

        /** Of a machine that nobody knows more of. */
        public Authentic(Claims claims, List<Violation> objections) {
            this(claims, objections, Hardware.UNKNOWN);
        }

        public Authentic(Claims claims) {
            this(claims, List.of());
        }
    }

    record NotAuthentic(List<Violation> violations) implements Verification {
        public NotAuthentic {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("evidence is not authentic for a reason");
            }
        }
    }
}
