package io.verigrad.verifier.dispute;

import java.util.List;

/** What a validator makes of a case. */
sealed interface Finding {
    /** It can say who is right. */
    record Decided(boolean upheld) implements Finding {}

    /** It cannot, and signs nothing. */
    record Undecided(List<JudgeReason> reasons) implements Finding {
        public Undecided {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("expected a reason for giving no verdict");
            }
        }

        static Undecided of(JudgeReason reason) {
            return new Undecided(List.of(reason));
        }
    }
}
