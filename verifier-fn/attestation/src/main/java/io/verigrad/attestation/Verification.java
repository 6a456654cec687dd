package io.verigrad.attestation;

import java.util.List;

/** Whether evidence is authentic: made by who is said to have made it, unaltered. Says nothing of its acceptance. */
public sealed interface Verification {
    record Authentic(Claims claims) implements Verification {}

    record NotAuthentic(List<Violation> violations) implements Verification {
        public NotAuthentic {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("evidence is not authentic for a reason");
            }
        }
    }
}
