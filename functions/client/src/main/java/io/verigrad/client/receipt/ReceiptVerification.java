package io.verigrad.client.receipt;

import io.verigrad.client.receipt.ViolationCode.Kind;
import io.verigrad.value.Hash32;
import java.util.List;

/** The result of verifying one receipt. */
public sealed interface ReceiptVerification {
    /** Nothing is wrong, as far as it could be checked. */
    record Verified(Hash32 receiptId) implements ReceiptVerification {}

    /** Do not believe it, or do not accept it. */
    record Rejected(List<Violation> violations) implements ReceiptVerification {
        public Rejected {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("a receipt is rejected for a reason");
            }
        }

        /** Whether it is authentic and only breaks a rule of ours. */
        public boolean isAuthentic() {
            return violations.stream().allMatch(violation -> violation.code().kind() == Kind.POLICY);
        }
    }
}
