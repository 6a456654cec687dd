package io.verigrad.chain;

import java.util.List;

/** Whether the node is on the configured chain and our contracts are there. */
public sealed interface ChainVerification {
    /** They are. */
    record Verified() implements ChainVerification {}

    /** They are not; each problem says what was expected and what was found. */
    record Mismatch(List<String> problems) implements ChainVerification {
        public Mismatch {
            problems = List.copyOf(problems);
        }
    }
}
