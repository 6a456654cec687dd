package io.verigrad.attestation.receipt;

import io.verigrad.attestation.Violation;
import io.verigrad.value.Hash32;
import java.util.List;

/** The verdict on a receipt (AR4SI tiers affirming and contraindicated). */
public sealed interface ReceiptVerdict {
    /** The receipt may be settled. */
    record Affirming(Hash32 receiptId) implements ReceiptVerdict {}

    /**
     * The receipt must not be settled.
     *
     * @param violations every check that failed, at least one
     */
    record Contraindicated(Hash32 receiptId, List<Violation> violations) implements ReceiptVerdict {
        public Contraindicated {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("a receipt is refused for a reason");
            }
        }

        /** The stable codes, in the order of the checks. */
        public List<String> codes() {
            return violations.stream().map(Violation::code).toList();
        }
    }
}
